import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.uploads import Counted, CountedPrompt, Summary, count_prompts
from pricing import PromptSet, PromptTooLong
from pricing.tokens import count


def of_tokens(*tokens: int) -> Counted:
    """Different prompts of so many tokens."""
    return Counted(tuple(CountedPrompt(n, f"prompt {n}", 2, each) for n, each in enumerate(tokens, start=1)))


def test_prompts_are_counted_one_by_one() -> None:
    """ "a red fox" is 3 tokens and "a red fox in snow" 5; the second fox repeats the first."""
    counted = count_prompts(["a red fox", "a red fox in snow", "a red fox"])
    assert [(prompt.number, prompt.words, prompt.tokens) for prompt in counted.prompts] == [
        (1, 3, 3),
        (2, 5, 5),
        (3, 3, 3),
    ]
    assert counted.summary == Summary(prompts=3, tokens=11, least=3, median=3, most=5, repeated=1)
    assert counted.set == PromptSet(3, 11, 17)
    assert counted.repeats == ((counted.prompts[0], 2),)


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ((10, 12, 30, 2_000), "4 prompts of 2,052 tokens together (10 to 2,000 each, half of them up to 21)"),
        ((1, 2), "2 prompts of 3 tokens together (1 to 2 each, half of them up to 1.5)"),
        ((9, 9), "2 prompts of 18 tokens together (9 each)"),
        ((1,), "1 prompt of 1 token"),
    ],
)
def test_summary_in_words(tokens: tuple[int, ...], said: str) -> None:
    """Sum, least, most and middle, in one sentence."""
    assert of_tokens(*tokens).summary.sentence() == f"{said}, counted by tiktoken."


@pytest.mark.parametrize(
    ("tokens", "outliers"),
    [
        ((30, 32, 34, 36, 38, 400), ["Prompt 6 is 400 tokens, 11.4 times the middle of 35."]),
        ((30, 32, 34, 36, 38, 2), ["Prompt 6 is 2 tokens, where the middle is 33."]),
        ((30, 30, 30, 30, 30, 60), ["Prompt 6 is 60 tokens, 2.0 times the middle of 30."]),
        ((30, 30, 30, 30, 30, 59), []),  # far by the spread of 0, not by a factor that matters
        ((10, 20, 40, 60, 80, 110), []),  # over twice the middle, not far by the spread
        ((30, 30, 30, 300), []),  # too few
        ((0, 0, 0, 0, 5), []),
    ],
)
def test_outliers(tokens: tuple[int, ...], outliers: list[str]) -> None:
    """Far is far from the middle for this file, and twice as long or a quarter."""
    assert [outlier.why for outlier in of_tokens(*tokens).outliers] == outliers


def test_outliers_are_few() -> None:
    """Of ten prompts that are far out the five farthest are shown, the farthest first."""
    found = of_tokens(*[30] * 40, *range(300, 400, 10)).outliers
    assert [outlier.prompt.tokens for outlier in found] == [390, 380, 370, 360, 350]


def test_too_long_prompt_is_refused() -> None:
    """What is over 100,000 characters is not counted."""
    with pytest.raises(PromptTooLong):
        count_prompts(["a" * 100_001])


def test_nothing_is_not_counted() -> None:
    """No prompts have no middle."""
    with pytest.raises(ValueError, match="Nothing was counted"):
        count_prompts([])


@given(st.lists(st.text(max_size=40), min_size=1, max_size=30))
def test_counts_are_those_of_each_text(texts: list[str]) -> None:
    """Each prompt has the tokens that counting it alone gives, and the sum is theirs."""
    counted = count_prompts(texts)
    assert [prompt.tokens for prompt in counted.prompts] == [count(text) for text in texts]
    assert counted.set.total == counted.summary.tokens == sum(count(text) for text in texts)
    assert counted.set.in_all(len(texts)) == counted.set.total
