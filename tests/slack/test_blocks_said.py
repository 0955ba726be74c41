"""Messages of answers in sentences, of price lists and of files, and what the bot says beside answers."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.answer import Answer
from bot.answer.model import Data, Row
from bot.request import Reading, SpendRequest
from bot.slack import blocks
from bot.slack.blocks import Message, ids, render
from tests.asking import GUIDE, ask
from tests.slack.looking import actions, check_message, controls, lines


def shown(text: str) -> list[str]:
    """What a person sees of the answer to a text."""
    return lines(render(ask(text), controls()).blocks)


def requests(message: Message) -> list[str]:
    """The requests that a message's buttons and menus stand for."""
    return [ids.request_of(action) for action in actions(message.blocks) if ids.ASK.match(action["action_id"])]


def test_a_question_has_its_choices_on_buttons() -> None:
    """Each is a request that is answered, and belongs to the stored question so that the answer takes its place."""
    answer = ask("how much for a bunch of banners")
    message = render(answer, controls())
    assert lines(message.blocks)[-1] == "[10 images] [100 images] [1,000 images]"
    assert answer.question is not None
    assert requests(message) == list(answer.question.choices)
    assert all(ask(request).intent == "quote" for request in requests(message))
    assert {ids.quote_of(action) for action in actions(message.blocks)} == {controls().quote}


def test_a_prompt_is_carried_by_a_choice_as_typed() -> None:
    """What Slack would act on is escaped on the way and is the same again when it is read."""
    message = render(ask('0 images with the prompt "a <b> & c"'), controls())
    assert '10 images with the prompt "a <b> & c"' in requests(message)


def test_help_has_three_examples_to_tap() -> None:
    """Each is answered."""
    for message in (render(ask("help")), blocks.examples(), blocks.greeting(), render(ask("draw me a corgi"))):
        check_message(message)
        assert [ask(request).intent for request in requests(message)] == ["quote", "compare", "afford"]
        assert all(request in message.text for request in requests(message))


def test_suggested_prompts_are_answered() -> None:
    """Slack shows four at most."""
    intents = [ask(prompt["message"]).intent for prompt in blocks.PROMPTS]
    assert intents == ["quote", "compare", "afford", "explain"]


def test_an_explanation_is_a_title_and_points() -> None:
    """What ends in a colon is a paragraph above its points."""
    seen = shown("what are tokens?")
    assert seen[0] == "# What tokens are"
    assert seen[1].startswith("A token is a piece of text")
    assert "100 medium 1024x1024 images on gpt-image-1-mini, as the bill is made:" in seen


def test_a_price_list_stands_beside_the_batch_prices() -> None:
    """One model: every price, where it stands and when it was checked."""
    seen = shown("price list for gpt-image-2")
    assert seen[:3] == [
        "# Prices of gpt-image-2",
        "Price of | US dollars | Batch API",
        "text input, 1M tokens | $5.00 | $2.50",
    ]
    assert "high 1024x1024 | $0.211 | $0.1055" in seen
    assert seen[-1] == "Prices checked on 22 November 2026: developers.openai.com gpt-image-2, changelog"


def test_a_note_on_a_model_stands_below_its_prices() -> None:
    """Midjourney has no price an image: how many a plan makes is said."""
    assert "(About 200 images for 3.3 fast hours is a third party's figure; Relax mode is not counted.)" in shown(
        "price list for midjourney"
    )


def test_the_list_of_all_models_has_one_price_each_and_a_menu() -> None:
    """Whole lists are a tap away, each option a request."""
    message = render(ask("price list"), controls())
    seen = lines(message.blocks)
    assert "gpt-image-2 | $30.00 / 1M tokens" in seen
    assert "midjourney | from $10.00 / month" in seen
    assert [ask(request).intent for request in requests(message)] == ["price"] * 9


def test_spend_without_data_says_so() -> None:
    """Never $0."""
    seen = shown("how much did we spend last week by user")
    assert seen == ["No spend data for 2026-11-09 to 2026-11-15 (UTC): nothing has been recorded or imported yet."]


@pytest.mark.parametrize("count", [3, 500])
def test_rows_of_spend_are_a_table_that_sums(count: int) -> None:
    """What does not fit is in a last row."""
    rows: tuple[Row, ...] = tuple({"key": f"model {number}", "usd": Decimal(1)} for number in range(count))
    reading = Reading(SpendRequest(by="model"))
    data = Data(rows, {"total_usd": Decimal(count)}, lead=1)
    message = render(Answer(reading, datetime(2026, 11, 22, tzinfo=UTC), data=data, body=("So much.",)))
    check_message(message)
    table = next(block for block in message.blocks if block["type"] == "table")
    amounts = [line.split(" | ")[1] for line in lines([table])[1:]]
    assert sum(Decimal(amount.lstrip("$").replace(",", "")) for amount in amounts) == count


def test_a_file_is_summed_up_below_the_headline() -> None:
    """First what to plan for, then what was read, then the lines."""
    answer = ask("240 medium square images with 41-token prompts on gpt-image-2.5-flare")
    message = blocks.file_message(
        ["One prompt a line.", "240 prompts."], answer, controls(), outliers=["Prompt 17 is long."]
    )
    check_message(message)
    seen = lines(message.blocks)
    assert seen[:4] == [
        "# Plan for $3.22",
        "One prompt a line.\n240 prompts.",
        "Longer or shorter than the others",
        "* Prompt 17 is long.",
    ]
    assert message.text.startswith("Plan for $3.22. One prompt a line. 240 prompts. Prompt 17 is long. 240 medium")


def test_who_shares_is_named_without_being_called() -> None:
    """The mention is an element of ours, not text."""
    shared = blocks.shared_by("U07ABC", render(ask(GUIDE)))
    check_message(shared)
    assert lines(shared.blocks)[0] == "U07ABC shared this"
    assert shared.text == render(ask(GUIDE)).text


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (blocks.failed("7F3K-2QPX"), "7F3K-2QPX"),
        (blocks.too_many(), "ask again in a moment"),
        (blocks.gone(), "not stored any more"),
        (blocks.elsewhere(["C1", "C2"]), "in a direct message"),
        (blocks.elsewhere([]), "in direct messages only"),
        (blocks.sentence("Done."), "Done"),
    ],
)
def test_what_is_said_beside_answers(message: Message, text: str) -> None:
    """One sentence or two, in blocks and in words."""
    check_message(message)
    assert text in message.text
    assert message.plainer is None
