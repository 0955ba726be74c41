from decimal import Decimal
from typing import Any

import pytest

from bot.answer import Answer
from bot.answer.schema import to_object
from bot.ask import Asker
from bot.clock import FixedClock
from bot.uploads import Facts, ask_about, ask_later
from pricing import PromptSet, Size, built_in
from tests.asking import TODAY

PROMPTS = PromptSet(20, 733, 900)
"""Twenty prompts, 37 tokens each on average, rounded up."""

FILE = Facts(PROMPTS)
PICTURES = Facts(references=(Size(512, 512), Size(1536, 1024)))
BOTH = Facts(PROMPTS, PICTURES.references)


def asker() -> Asker:
    """Who answers on a fixed day from the lists on board."""
    return Asker(built_in(), FixedClock.on(TODAY))


def about(facts: Facts, text: str = "", thread: tuple[str, ...] = ()) -> Answer:
    """The answer to a message with files."""
    return ask_about(asker(), facts, text, thread)


def billed(answer: Answer, meter: str = "text_input") -> list[int]:
    """Tokens of that kind in each quote's bill."""
    return [int(line.quantity) for each in answer.quotes for line in each.quote.metered_lines if line.meter == meter]


@pytest.mark.parametrize(
    ("text", "images", "tokens"),
    [
        ("", 20, 733),
        ("what would this cost?", 20, 733),
        ("please price this list", 20, 733),
        ("Quote the attached file on gpt-image-2 at low quality please", 20, 733),
        ("at high quality", 20, 733),
        ("on gpt-image-2", 20, 733),
        ("cost of these prompts on gpt-image-1.5, portrait, batch", 20, 733),
        ("20 images on gpt-image-2", 20, 733),
        ("3 images of each prompt, high", 60, 2_199),
        ("high, three variations each", 60, 2_199),
        ("make 4 of each", 80, 2_932),
        ("2 per prompt", 40, 1_466),
        ("2 attempts each", 20, 1_466),
        ("50 images", 50, 1_833),  # 50 x 36.65 = 1,832.5
        ("with 50-word prompts", 20, 1_340),
        ("with 2 reference images each", 20, 733),
    ],
)
def test_prompts_of_a_file_are_priced_to_the_token(text: str, images: int, tokens: int) -> None:
    """Words change quality, model, number or length; the prompts are those of the file unless the words say others."""
    answer = about(FILE, text)
    assert answer.intent == "quote"
    assert [each.quote.images for each in answer.quotes] == [images]
    assert billed(answer) == [tokens]


def test_how_prompts_were_counted_is_said() -> None:
    """The sum is an assumption's sentence, and how many images of each a note."""
    answer = about(FILE, "2 per prompt")
    assert "The 20 prompts are 733 tokens together, counted one by one by tiktoken." in answer.assumptions
    assert answer.reading.notes == ("2 images of each of the 20 prompts.",)
    assert about(FILE).reading.notes == ("One image of each of the 20 prompts.",)
    assert about(FILE, "50 images").reading.notes == (
        "Images of 20 prompts: 50, so a prompt counts as an average one.",
    )
    assert "prompt_words" not in answer.assumed


def test_a_single_prompt() -> None:
    """A file of one prompt is one image, and a number is that of its images."""
    answer = about(Facts(PromptSet(1, 41, 200)), "4 images each")
    assert "The prompt is 41 tokens, counted by tiktoken." in about(Facts(PromptSet(1, 41, 200))).assumptions
    assert about(Facts(PromptSet(1, 41, 200)), "4 images").reading.notes == ()
    assert billed(about(Facts(PromptSet(1, 41, 200)), "4 images")) == [164]
    assert answer.intent in ("quote", "clarify")


@pytest.mark.parametrize(
    ("text", "intent"), [("compare", "compare"), ("cheaper options?", "compare"), ("log these", "log")]
)
def test_other_questions_about_a_file(text: str, intent: str) -> None:
    """A comparison and an entry have the file's prompts on every model."""
    answer = about(FILE, text)
    assert answer.intent == intent
    assert set(billed(answer)) == {733}


def test_how_many_for_an_amount() -> None:
    """What an amount makes is worked out with average prompts: as many as are paid, and not one more."""
    answer = about(FILE, "how many for $50 on gpt-image-2")
    made = answer.quotes[0].quote
    assert (answer.intent, answer.reading.notes) == ("afford", ())
    assert made.images is not None
    assert billed(answer) == [PROMPTS.in_all(made.images)]
    assert made.total <= 50 < about(FILE, f"{made.images + 1} images on gpt-image-2").quotes[0].quote.total


def test_what_asks_for_no_price_of_images_is_answered_as_such() -> None:
    """A budget is asked for with a file beside it: the file does not change the question."""
    assert about(FILE, "what is our budget?").intent == "budget"


@pytest.mark.parametrize(
    ("text", "tokens", "sizes"),
    [
        ("20 images", 10_340, "1536x1024 and 512x512"),  # 194 and 323 tokens
        ("20 edits of these", 6_460, "1536x1024"),  # an edit has one: the larger
        ("20 images with 3 reference images each", 14_220, "1536x1024 and 512x512"),  # and 194 for one unseen
    ],
)
def test_pictures_are_references_of_their_sizes(text: str, tokens: int, sizes: str) -> None:
    """Each image is made with all pictures, or with the largest of them where the words say fewer."""
    answer = about(PICTURES, text)
    assert billed(answer, "image_input") == [tokens]
    assert f"Reference images as measured: {sizes}, at low input fidelity." in answer.assumptions
    assert ("reference_size" in answer.assumed) == ("3 reference" in text)


def test_pictures_alone_ask_how_many() -> None:
    """Pictures do not say how many images are wanted; the choices that are offered keep their sizes."""
    found = about(PICTURES)
    assert found.intent == "clarify"
    assert found.question
    choice = found.question.choices[0]
    assert "with 2 reference images each" in choice
    later = ask_later(asker(), PICTURES, choice, [found.reading.request])
    assert billed(later, "image_input") == [10 * (194 + 323)]


def test_prompts_and_pictures() -> None:
    """A file of prompts and two pictures: both are counted, also after a change and after dropping the pictures."""
    found = about(BOTH, "high")
    assert (billed(found), billed(found, "image_input")) == ([733], [20 * 517])
    low = ask_later(asker(), BOTH, "and in low?", [found.reading.request])
    assert (billed(low), billed(low, "image_input")) == ([733], [20 * 517])
    bare = ask_later(asker(), BOTH, "no references", [found.reading.request])
    assert (billed(bare), billed(bare, "image_input")) == ([733], [])


@pytest.mark.parametrize(
    ("text", "images", "tokens"),
    [
        ("in low quality", 20, 733),
        ("2 images per prompt", 40, 1_466),
        ("on gpt-image-2", 20, 733),
        ("with 10-token prompts", 20, 200),
        ("30 images on gpt-image-2", 30, 1_200),  # a new job, with prompts of 30 words as always
    ],
)
def test_later_messages_carry_the_file_on(text: str, images: int, tokens: int) -> None:
    """A follow-up is priced to the token as the first answer was; a job of its own is not the file's."""
    answer = ask_later(asker(), FILE, text, [about(FILE, "high").reading.request])
    assert [each.quote.images for each in answer.quotes] == [images]
    assert billed(answer) == [tokens]


@pytest.mark.parametrize("text", ["", "high", "compare", "how many for $50", "log these", "what would this cost?"])
def test_texts_stand_for_the_message(text: str) -> None:
    """A change of size alone has the file's prompts, whatever was asked beside the file."""
    later = ask_later(asker(), FILE, "and in portrait?", [about(FILE, text).reading.request])
    assert later.quotes
    for each in later.quotes:
        assert (each.quote.job.prompt, each.quote.job.size) == (PROMPTS, "portrait")  # type: ignore[union-attr]


def test_words_that_stay_unclear_beside_pictures_ask() -> None:
    """Words without a number of images do not make pictures a job: the bot asks how many."""
    assert about(PICTURES, "hello there").intent == "clarify"


def test_thread_before_a_file() -> None:
    """What was said before the file is only the thread; the file is the job."""
    assert billed(about(FILE, "", ("500 high images",))) == [733]


def test_public_object_has_no_inner_fields() -> None:
    """The request's public object has the average length of the prompts and how many references, no more."""
    job = to_object(about(BOTH)).request["jobs"][0]
    assert (job["prompt_tokens"], job["references"]) == (37, 2)
    assert not {"prompts", "reference_sizes", "prompt_language"} & job.keys()


def test_facts_are_those_of_the_last_request_with_some() -> None:
    """A thread's texts and requests without files say nothing about them."""
    assert Facts.of(["100 images", about(BOTH, "high").reading.request, "in low"]) == Facts(
        PROMPTS, PICTURES.references[::-1]
    )
    assert not Facts.of(["100 images"])


@pytest.mark.parametrize(
    "text", ["3 images of each " * 5_000, "3 " + " " * 50_000 + "x", "each " * 20_000, "three" * 20_000]
)
def test_long_texts_end(text: str) -> None:
    """A text of any length is answered."""
    assert about(FILE, text[:40_000]).intent in ("quote", "clarify")


def test_longest_prompt_is_held_against_the_model() -> None:
    """A prompt that the model does not take makes the job unavailable there, with the limit named."""
    answer = about(Facts(PromptSet(2, 9_000, 40_000)), "on gpt-image-2")
    assert [each.reason for each in answer.unavailable] == [
        "gpt-image-2 takes prompts of up to 32,000 characters; the longest has 40,000."
    ]


def test_tokens_are_exact_for_whole_files() -> None:
    """733 tokens at $2 a million and twenty images at $0.011 and 6 tokens of overhead."""
    expected: Any = Decimal("0.001466") + 20 * (Decimal("0.011") + 6 * Decimal("0.000002"))
    assert about(FILE).total == expected
