"""Numbers as people write them: digits, 1.5k, 2,400, "twelve hundred", "half a million", "two dozen", "a couple".

What is not one definite number (ranges, "a few", 1e99) is read as a `Figure` without a value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.language import dates
from bot.language.numberwords import COUPLES, ONES, SCALES, SUFFIXES, TENS
from bot.language.scan import Token, text_at

LARGEST = Decimal(10**15)
_FIRST_WORDS = frozenset((*ONES, *TENS, *SCALES, *COUPLES, "half", "a", "an"))
RANGE_WORDS = frozenset(("to", "or", "–", "-", "till", "until"))
_GIVE_OR_TAKE: dict[str, tuple[tuple[str, ...], ...]] = {
    "±": ((),),
    "+": (("/", "-"), ("-",)),
    "plus": (("or", "minus"),),
    "give": (("or", "take"),),
}
_BEFORE_AMOUNT = frozenset(
    "need needs want make makes generate create produce order of for about around roughly us me to are is cost price"
    " the our these those all get have quote exactly nearly almost only just and plus render edit retouch"
    " deliver produce print publish ship".split()
)
_MARKS = frozenset(", : ; ( = ? ! ~ $ € £ < > \n".split(" "))
_EXPONENT = re.compile(r"e\d{1,4}")
_THOUSANDS_OR_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_APOSTROPHES = re.compile(r"\d{1,3}('\d{3}){1,9}")
_PLAIN = re.compile(r"\d{1,30}(\.\d{1,12})?|\d{1,3}(,\d{3}){1,9}(\.\d{1,12})?|\.\d{1,12}")


class Figure(NamedTuple):
    """A number and where it ends (the index of the token after it); `value` None: no one definite number."""

    value: Decimal | None
    end: int
    approximate: bool = False
    worded: bool = False


def digits(text: str) -> Decimal | None:
    """The value of a number token; None when it cannot be read in one way only."""
    if _APOSTROPHES.fullmatch(text):
        text = text.replace("'", "")
    if not _PLAIN.fullmatch(text):
        return None
    if _THOUSANDS_OR_DECIMALS.fullmatch(text):
        return None
    value = Decimal(text.replace(",", ""))
    return value if value <= LARGEST else None


def begins_number(word: str) -> bool:
    """Whether a number in words can begin with this word."""
    return word in _FIRST_WORDS or word == "between"


def counts_after_article(word: str) -> bool:
    """Whether "a" and this word begin a number: a hundred, a couple."""
    return word in COUPLES or word in SCALES


def figure(tokens: Sequence[Token], i: int) -> Figure | None:
    """The number that begins at tokens[i], read as far as it goes; None when none begins there."""
    if text_at(tokens, i) == "between":
        dated = any(k < len(tokens) and dates.at(tokens, k) is not None for k in (i + 1, i + 3))
        return None if dated else _between(tokens, i)
    first = _one(tokens, i)
    if first is None:
        return None
    end = first.end
    if end + 1 < len(tokens) and text_at(tokens, end) in RANGE_WORDS and dates.at(tokens, end + 1) is not None:
        return first
    if give := _give_or_take(tokens, end):
        return Figure(None, give)
    if text_at(tokens, end) in RANGE_WORDS and (second := _one(tokens, end + 1)) and _is_range(tokens, end):
        return Figure(None, second.end)
    if text_at(tokens, end) == "-" and text_at(tokens, end + 1) == "ish":
        return Figure(None if _is_couple(tokens, i) else first.value, end + 2, True)
    return first


def _give_or_take(tokens: Sequence[Token], end: int) -> int:
    """Where 100 +/- 10, 100 ± 10, 100 plus or minus 10 ends."""
    for rest in _GIVE_OR_TAKE.get(text_at(tokens, end), ()):
        after = end + 1 + len(rest)
        if all(text_at(tokens, end + k) == text for k, text in enumerate(rest, 1)) and (second := _one(tokens, after)):
            return second.end
    return 0


def _is_couple(tokens: Sequence[Token], i: int) -> bool:
    """A couple hundred-ish: not even about two hundred."""
    return text_at(tokens, i) in COUPLES or text_at(tokens, i + 1) in COUPLES


def _between(tokens: Sequence[Token], i: int) -> Figure | None:
    first = _one(tokens, i + 1)
    if first is None or text_at(tokens, first.end) not in ("and", "to", "-"):
        return None
    second = _one(tokens, first.end + 1)
    return Figure(None, second.end if second else first.end)


def _is_range(tokens: Sequence[Token], joint: int) -> bool:
    if tokens[joint].text == "-":
        before = tokens[joint - 1]
        return tokens[joint + 1].kind == "number" and (before.kind == "number" or before.text in SUFFIXES)
    return True


def _one(tokens: Sequence[Token], i: int) -> Figure | None:
    if i >= len(tokens):
        return None
    if tokens[i].kind == "number" and (end := _spaced_thousands(tokens, i)):
        whole = "".join(token.text for token in tokens[i:end])
        return Figure(None if _may_be_two(tokens, i) else digits(whole), end)
    if tokens[i].kind == "number":
        return _scaled(tokens, _halved(tokens, _suffixed(tokens, i)))
    if tokens[i].kind == "word":
        return _words(tokens, i)
    return None


def _spaced_thousands(tokens: Sequence[Token], i: int) -> int:
    """Where 1 200 or 2 400 000 ends; 0 when no group of three digits follows."""
    end = i + 1
    while end < len(tokens) and tokens[end].kind == "number" and _is_group(tokens[end]):
        end += 1
    return end if end > i + 1 and len(tokens[i].text) <= 3 and tokens[i].text.isdigit() else 0


def _is_group(token: Token) -> bool:
    return token.spaced and len(token.text) == 3 and token.text.isdigit()


def _may_be_two(tokens: Sequence[Token], i: int) -> bool:
    """Whether the first group can be a number of its own: that of a name, of a phase, of a line in a list."""
    before = tokens[i - 1] if i else None
    if tokens[i].text.startswith("0") or (
        before is not None and not (before.text in _BEFORE_AMOUNT or before.text in _MARKS)
    ):
        return True
    opens = before is None or before.kind == "line"
    return opens and any(token.kind == "line" for token in tokens)


def _suffixed(tokens: Sequence[Token], i: int) -> Figure:
    value = digits(tokens[i].text)
    after = text_at(tokens, i + 1)
    if i + 1 < len(tokens) and tokens[i + 1].kind == "word":
        glued = not tokens[i + 1].spaced
        if after in SUFFIXES and (glued or after in ("k", "mio", "bn")):
            return Figure(None if value is None else value * SUFFIXES[after], i + 2)
        if after == "mil":
            return Figure(None, i + 2)
        if glued and after == "ish":
            return Figure(value, i + 2, True)
        if glued and _EXPONENT.fullmatch(after):
            power = int(after[1:])
            return Figure(None if value is None or power > 15 else value * 10**power, i + 2)
    if after == "*" and text_at(tokens, i + 2) == "*" and text_at(tokens, i + 3).isdigit():
        return Figure(None, i + 4)
    return Figure(value, i + 1)


def _scaled(tokens: Sequence[Token], number: Figure) -> Figure:
    value, end = number.value, number.end
    while text_at(tokens, end) in SCALES:
        value = None if value is None else value * SCALES[text_at(tokens, end)]
        end += 1
    return Figure(value, end, number.approximate, number.worded)


def _words(tokens: Sequence[Token], i: int) -> Figure | None:
    if tokens[i].text not in _FIRST_WORDS:
        return None
    return _leading_half(tokens, i) or _article(tokens, i) or _compound(tokens, i)


def _leading_half(tokens: Sequence[Token], i: int) -> Figure | None:
    """Half a million, half a dozen, half a hundred."""
    if tokens[i].text != "half":
        return None
    j = i + 2 if text_at(tokens, i + 1) in ("a", "an") else i + 1
    scale = SCALES.get(text_at(tokens, j))
    return None if scale is None else Figure(scale / 2, j + 1, worded=True)


def _article(tokens: Sequence[Token], i: int) -> Figure | None:
    """A hundred, a couple (of) hundred, couple of dozen, a pair of."""
    j = i + 1 if tokens[i].text in ("a", "an") else i
    word = text_at(tokens, j)
    if word in COUPLES and (word == "couple" or j > i):
        return _scaled(tokens, Figure(COUPLES[word], j + 2 if text_at(tokens, j + 1) == "of" else j + 1, worded=True))
    if j > i and word in SCALES and word != "thousands":
        return _compound(tokens, j)
    if j == i and word in ("dozen", "hundred", "thousand", "million") and text_at(tokens, i - 1) != "few":
        return _compound(tokens, j)
    return None


def _compound(tokens: Sequence[Token], i: int) -> Figure | None:
    total, current, j = Decimal(0), Decimal(0), i
    seen = False
    while j < len(tokens):
        text = tokens[j].text
        if text in ONES and (current % 10 == 0 and current % 100 != 10):
            current += ONES[text]
        elif text in TENS and current % 100 == 0:
            current += TENS[text]
        elif text in SCALES and text != "thousands":
            scale = SCALES[text]
            if scale < 1000:
                current = (current or Decimal(1)) * scale
            else:
                total, current = total + (current or Decimal(1)) * scale, Decimal(0)
        elif not (seen and _joins(tokens, j)):
            break
        seen = True
        j += 1
    if not seen:
        return None
    if j == i + 1 and 0 < current < 10 and text_at(tokens, j) in TENS:
        return Figure(None, j + 1, worded=True)
    return _with_half(tokens, Figure(total + current if total + current <= LARGEST else None, j, worded=True))


def _joins(tokens: Sequence[Token], j: int) -> bool:
    """A hyphen or an "and" inside a number in words: thirty-five, three hundred and twenty."""
    before, after = text_at(tokens, j - 1), text_at(tokens, j + 1)
    if tokens[j].text == "-":
        return (before in TENS and after in ONES) or after in SCALES or (before in SCALES and after in {**TENS, **ONES})
    if tokens[j].text != "and" or before not in SCALES or before == "dozen":
        return False
    return after in TENS or (after in ONES and after not in ("single", "pair") and text_at(tokens, j + 2) not in SCALES)


def _halved(tokens: Sequence[Token], number: Figure) -> Figure:
    """2 and a half thousand; "2 and a half price" is another matter."""
    halved = _with_half(tokens, number)
    return halved if text_at(tokens, halved.end - 1) in SCALES else number


def _with_half(tokens: Sequence[Token], number: Figure) -> Figure:
    """Two and a half thousand; a dozen and a half."""
    end = number.end
    if [text_at(tokens, end + k) for k in range(3)] != ["and", "a", "half"] or number.value is None:
        return number
    if scale := SCALES.get(text_at(tokens, end - 1)):
        once = number.value in (1, scale) or scale >= 1000
        return Figure(number.value + scale / 2 if once else None, end + 3, worded=True)
    return _scaled(tokens, Figure(number.value + Decimal("0.5"), end + 3, worded=True))
