"""Messages of comparisons: cheapest first, a chart, a table, and what they fall back on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack.blocks import Message, ids, render
from bot.slack.blocks.compare import bar_label
from pricing import built_in
from tests.asking import ask
from tests.slack.looking import actions, check_message, controls, lines


def shown(text: str) -> list[str]:
    """What a person sees of the answer to a text."""
    return lines(render(ask(text), controls()).blocks)


def test_a_comparison_line_by_line() -> None:
    """The cheapest is the headline; then a bar and a row each, the end of a model, how it was read, the controls."""
    assert shown("compare mini, gpt-image-2 and midjourney for 400 medium squares a month") == [
        "# Cheapest: gpt-image-1-mini at $4.44 a month",
        "400 medium 1024x1024 images a month",
        "chart Cost in US dollars a month: 1-mini 4.4368, image-2 21.292, midjourney 30.0",
        "Model | Cost | vs asked | Break-even",
        "gpt-image-1-mini | $4.44 | – | over 909/month",
        "gpt-image-2 | $21.29 | +380 % | 564/month",
        "midjourney (Standard) | $30.00 | +576 % | –",
        "⚠️ gpt-image-1-mini shuts down on 1 December 2026; its maker advises gpt-image-2.6-sunburst or "
        "gpt-image-2.6-flare.",
        "(Read as: compare gpt-image-1-mini, gpt-image-2 and midjourney for 400 medium square images a month.\n"
        "Assumed: prompts 30 words, which are 40 tokens by the 4/3 rule; sample prompts: 34 to 39)",
        "[Medium quality v] [Square v] [Change the count]",
        "[Quote it on…] [Share] [overflow]",
    ]


def test_ranges_are_shown_as_such() -> None:
    """A model whose cost is not known in advance has both ends, beside the dearest where none was named."""
    seen = shown("compare all models for 50 high landscape images")
    assert "Model | Cost | vs dearest" in seen
    assert "gpt-image-2.6-flare | $1.97–$2.17 | −79 %" in seen


def test_a_quote_on_one_of_the_models_is_a_tap_away() -> None:
    """Each model is an option whose change is for every job."""
    blocks = render(ask("compare mini and gpt-image-2 for 10 low squares and 5 high portraits"), controls()).blocks
    changes = [ids.change_of(action) for action in actions(blocks) if action["action_id"] == ids.CHANGE_MODEL]
    assert [(change.job, change.fields) for change in changes if change] == [
        (None, {"model": "gpt-image-1-mini"}),
        (None, {"model": "gpt-image-2"}),
    ]


def test_several_jobs_are_summed_for_each_model() -> None:
    """Ten low squares at $0.062 and five high portraits at $0.826 are $0.888 on gpt-image-2."""
    seen = shown("compare mini and gpt-image-2 for 10 low squares and 5 high portraits")
    assert seen[0] == "# Cheapest: gpt-image-1-mini at $0.31 for both jobs"
    assert [line for line in seen if line.startswith("gpt-image-2 | $0.89")]


def test_what_cannot_do_it_stands_below_with_its_reason() -> None:
    """Without any that can there is no chart and no table."""
    seen = shown("compare mini and dall-e 3 for 10 images of 4000x4000")
    assert seen[0] == "# None of these models can make it as asked."
    assert seen[1].startswith("(Not available: gpt-image-1-mini makes no 4000x4000 images")
    assert not [line for line in seen if line.startswith(("chart", "Model |"))]


def test_one_model_needs_no_chart() -> None:
    """A single bar compares nothing."""
    assert not [line for line in shown("compare mini for 10 squares") if line.startswith("chart")]


def test_text_models_are_compared_too() -> None:
    """The jobs are said once, not once for each model."""
    seen = shown("compare gpt-5-mini and gpt-5 for 1M input tokens")
    assert "gpt-5 | $1.25 | +400 %" in seen
    assert [
        line for line in seen if line.startswith("(Read as: compare gpt-5-mini and gpt-5 for 1,000,000 input tokens")
    ]


def test_the_plainer_forms_say_the_same() -> None:
    """Without the chart the table is there; without the table its rows are."""
    message = render(ask("compare mini and gpt-image-2 for 10 low squares"), controls())
    second = message.plainer
    assert second is not None
    assert next(block for block in message.blocks if block not in second.blocks)["type"] == "data_visualization"
    third = second.plainer
    assert third is not None
    assert third.plainer is None
    assert "gpt-image-1-mini · $0.051\ngpt-image-2 · $0.062 · +22 %" in lines(third.blocks)


@pytest.mark.parametrize("count", [12, 60, 150])
def test_many_models_fit(count: int) -> None:
    """A price file may bring any number of models: the chart has twelve, the table as many as it can hold."""
    catalog = built_in()
    mini = catalog.models["gpt-image-2"]
    names = [f"image-model-of-another-maker-{number}" for number in range(count)]
    models = {**catalog.models, **{name: replace(mini, id=name, aliases=()) for name in names}}
    many = replace(catalog, models=models)
    for text in ("compare all models for 50 high landscape images", "price list", "20 low squares"):
        message: Message | None = render(ask(text, catalog=many), controls(many))
        while message is not None:
            check_message(message)
            message = message.plainer


@pytest.mark.parametrize(
    ("model", "label"),
    [
        ("gpt-image-2.5-sunburst", "2.5-sunburst"),
        ("gpt-image-1-mini", "1-mini"),
        ("gpt-image-2", "image-2"),
        ("gpt-image-1.5", "1.5"),
        ("chatgpt-image-latest", "chatgpt-latest"),
        ("dall-e-3", "dall-e-3"),
        ("a-model-with-a-very-long-name", "a-model-with-a-very…"),
    ],
)
def test_labels_of_bars_are_short(model: str, label: str) -> None:
    """At most twenty characters, and what tells the models apart."""
    assert bar_label(model) == label
