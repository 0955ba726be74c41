"""The questions about what could not be read: what was wrong, what would be right. No text is quoted at length."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.language.noted import number, quoted
from bot.request import Problem

MOST = 10**9
_HUGE = re.compile(r"\d{10,}(\.\d*)?|\d{1,3}(,\d{3}){3,}|\d{1,30} ?e\d{2,}|\d[\d.,]* ?(bn|b|billion|trillion)s?")
_OF_COUNTS = ("parts", "for", "done", "sources", "contents", "crossed", "either")
OF_WHICH = "I cannot tell which of the images the last words are meant for. Which of these is it?"
OTHERS_STAY = "Do the other images stay as they are, or are they left out?"
ONE_BY_ONE = "That adds a job and changes another one. Which jobs should there be?"
STILL_THOSE = "Are those the images from before with other numbers, or new ones?"
QUALITIES = ("low", "medium", "high")
SIZES = ("1024x1024", "1024x1536", "1536x1024")


def _is_huge(text: str) -> bool:
    """Whether a number that could not be read is one, only too large."""
    return _HUGE.fullmatch(text.strip().lower()) is not None


def vague(words: str) -> Problem:
    """A count such as "a few"."""
    return Problem(
        "images", f"“{quoted(words)}” is not a number I can price. Tell me how many images.", ("10", "100", "1000")
    )


def unreadable(field: str, text: str) -> Problem:
    """A number that is none or more than one."""
    if _is_huge(text):
        return Problem(
            field, f"“{quoted(text)}” is more than the {MOST:,} images that can be quoted at once.", ("1000", "1000000")
        )
    named = f"“{quoted(text)}” is not one number."
    return Problem(field, f"{named} Give one whole number, such as 100.", ("10", "100") if field == "images" else ())


def contradiction(field: str, first: str, second: str) -> Problem:
    """Two values for what can only have one."""
    return Problem(
        field,
        f"The text says both {quoted(first)} and {quoted(second)}. Which of the two is right?",
        (first.replace(",", ""), second.replace(",", "")),
    )


def bad_count(value: Decimal) -> Problem | None:
    """What is wrong with a number of images, if anything is."""
    if value <= 0:
        return Problem("images", f"{number(value)} images cannot be made. Say one or more.", ("1", "10", "100"))
    if value > MOST:
        return Problem(
            "images", f"That is more than the {MOST:,} images that can be quoted at once.", ("1000", "1000000")
        )
    if value != value.to_integral_value():
        text = f"{value:f}"
        whole = text.replace(".", "") if len(text.partition(".")[2]) == 3 else str(int(value) + 1)
        return Problem(
            "images",
            f"{number(value)} is not a whole number of images. Say it without a fraction.",
            (whole, str(max(1, int(value)))),
        )
    return None


def no_calendar(stretch: str, per: str, offered: Decimal | None = None) -> Problem:
    """A stretch of time that does not divide into the period said."""
    return Problem(
        "images",
        f"I cannot count the {per}s in “{quoted(stretch)}”. Tell me how many images in all.",
        ("100",) if offered is None else (f"{offered:.0f}",),
    )


def loose_share(text: str, choices: tuple[str, ...]) -> Problem:
    """A part or a multiple that could change the count."""
    return Problem(
        "images",
        f"I cannot tell what “{quoted(text)}” does to the number of images. Say how many in all.",
        choices or ("10", "100"),
    )


def unused_stretch(text: str) -> Problem:
    """A stretch of time beside a count that repeats, which does not say how often."""
    return Problem(
        "images", f"I cannot tell what “{quoted(text)}” does to the number of images. Say how many in all.", ("100",)
    )


def also_images(count: str, noun: str) -> Problem:
    """A count of something unknown beside a count of images."""
    return Problem(
        "images", f"Are the “{quoted(count)} {quoted(noun)}” images, too? Say how many images to make.", ("10", "100")
    )


def how_many_each(number_said: Decimal, noun: str) -> Problem:
    """8 steps, light and dark mode for each: how many images each of them gets is not said."""
    text = f"How many images are there for each of the {number(number_said)} ({quoted(noun)})?"
    return Problem("images", text, tuple(f"{number_said * n:.0f}" for n in (1, 2, 3)))


def each_of_what(count: Decimal) -> Problem:
    """So many images each, but not of how many things."""
    return Problem(
        "images",
        f"I read {number(count)} images each, but not for how many. Say how many in all.",
        (f"{count:.0f}", "100"),
    )


def unclear_workdays(days: int) -> Problem:
    """So many images and days of the week, but not whether the images are a day or in all."""
    return Problem("per", f"Is that count for each of the {days} days or for the whole week?", ("day", "week"))


def unclear_number(text: str) -> Problem:
    """A number that stands by itself beside a job."""
    return Problem(
        "images", f"I cannot tell what “{quoted(text)}” counts. Say how many images you want.", ("10", "100")
    )


def unclear_refusal(text: str) -> Problem:
    """A "not" of which it is not clear what it refuses."""
    return Problem(
        "images", f"I cannot tell what “{quoted(text)}” rules out. Say what you want without it.", ("10", "100")
    )


def unclear_tokens(text: str) -> Problem:
    """A number beside a text model that is neither tokens, words nor calls."""
    return Problem("input_tokens", f"I cannot tell what “{quoted(text)}” counts. Say the tokens in and out.")


def said_twice(count: Decimal) -> Problem:
    """The same number of two things, the second of which may be the first."""
    return Problem(
        "images",
        f"Is that {number(count)} images, or {number(count)} of each? Say how many in all.",
        (f"{count:.0f}", f"{2 * count:.0f}"),
    )


def which(field: str, name: str, offered: tuple[str, ...] = ()) -> Problem:
    """A wish for more or less that names no value, or a refusal of the one there is."""
    choices = {"quality": QUALITIES, "size": SIZES}.get(field, ())
    return Problem(field, f"Which {name} should it be?", offered or choices)


def missing_images() -> Problem:
    """A job without a count."""
    return Problem("images", "I do not know how many images. Tell me a number.", ("1", "10", "100"))


def missing_amount(currency: str = "") -> Problem:
    """A budget question without a usable amount."""
    if currency and currency != "USD":
        return Problem(
            "amount_usd", f"I count in US dollars, not {currency}. Give the amount in dollars.", ("20", "50")
        )
    return Problem("amount_usd", "I do not know the amount. Give it in dollars, such as $50.", ("20", "50", "100"))


def unclear_range() -> Problem:
    """A stretch of days that could not be read."""
    return Problem("range", "I cannot tell which days that is.", ("last month", "last 30 days"))


DIGESTS = ("digest every Monday at 9:00", "digest every Friday at 16:00 Berlin time")


def once_a_week() -> Problem:
    """Another rhythm, or more than one day, for a digest that is sent once a week."""
    return Problem("weekday", "The digest is sent once a week, on one day.", DIGESTS)


def no_hour(text: str) -> Problem:
    """An hour that no day has."""
    return Problem("time", f"“{quoted(text)}” is no time of day. Write it like 16:30 or 4 pm.", DIGESTS)


def no_zone(text: str) -> Problem:
    """A place that no time zone is known by."""
    said = f"I know no time zone called “{quoted(text)}”"
    return Problem("timezone", f"{said}. Name one like Europe/Berlin, or a large city in it.", DIGESTS)


def bad(field: str, text: str, offered: tuple[str, ...] = ()) -> Problem:
    """A setting that cannot be used as written; `offered` are better choices than the usual ones."""
    said = quoted(text)
    messages = {
        "quality": (f"“{said}” is not a quality I know. Use low, medium or high.", QUALITIES),
        "size": (f"“{said}” is not a size images come in. Use square, portrait, landscape or a size in pixels.", SIZES),
        "prompt_words": (f"I cannot price “{said}”. Give the prompt's length in words or tokens.", ("30", "100")),
        "attempts": (f"“{said}” is not a number of tries I can use. Say tries per image kept.", ("1", "2", "3")),
        "done": (f"Do the {said} that exist already come off the number? Say how many are to be made.", ("10", "100")),
        "contents": (f"Are the {said} images of their own, or shown in one? Say how many images to make.", ("1", "10")),
        "sources": (f"Is that so many for each of the {said}, or in all? Say how many images to make.", ("10", "100")),
        "crossed": (f"Does each of these come in each of the {said}, or not? Say how many images.", ("10", "100")),
        "either": (f"Is it {said}? Say which; ask about both with “and”.", ()),
        "for": ("I cannot tell whether “4” is a number of images or means “for”. Say how many images.", ("10", "100")),
        "parts": (f"I cannot work out the numbers from “{said}”. Say how many images of each.", ("10", "100")),
        "per": (f"I cannot count “{said}”. Say how many images a day, a week or a month.", ("day", "week", "month")),
        "references": (f"“{said}” does not say how many input images. Give a number per image.", ("1", "2")),
    }
    message, choices = messages.get(field, (f"“{said}” is not something I can use here.", ()))
    return Problem("images" if field in _OF_COUNTS else field, message, offered or choices)


def unknown_model(text: str, choices: tuple[str, ...]) -> Problem:
    """A model name that no model has."""
    return Problem("model", f"I know no model called “{quoted(text)}”. Did you mean one of these?", choices)


def too_long() -> Problem:
    """More text than one question has."""
    return Problem("text", "That is more text than I read at once. Ask in at most 4,000 characters.")


def several_jobs() -> Problem:
    """An amount of money spread over several jobs."""
    return Problem("jobs", "I can tell how many images an amount makes for one kind of image at a time. Which one?")
