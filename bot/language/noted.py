"""What is said beside an answer: the assumptions that were made while reading, each a full sentence."""

from __future__ import annotations

from decimal import Decimal

QUOTED = 40
BESIDE = "I kept what stands and added the same in the other kind."
EACH_KIND = "I counted so many of each kind."
KEPT = "I kept what was said of each before, and took the new numbers."


def quoted(text: str) -> str:
    """A short stretch of a person's text, safe to repeat."""
    clean = "".join(c if c.isprintable() and c not in "<>&*_`~|@#" else " " for c in text)
    clean = " ".join(clean.split())
    return clean if len(clean) <= QUOTED else clean[: QUOTED - 1] + "…"


def number(value: Decimal) -> str:
    """A number as a person reads it."""
    if abs(value) > 10**18:
        return "that many"
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{round(value, 2).normalize():f}"[:QUOTED]


def of_one(noun: str) -> str:
    """A note: so many images for each product, but not how many products."""
    return f"I counted the images of one {quoted(noun)}."


def shown(text: str) -> str:
    """A note: a count of what images show was not read as a count of images."""
    return f"I read “{quoted(text)}” as what is shown, not as images of their own."


def altered(noun: str) -> str:
    """A note: images were read as changed, not as made."""
    return f"I read this as changes to images that exist, with each {quoted(noun)} as an input image."


def one_each(photos: str) -> str:
    """A note: as many photos go in as images come out."""
    return f"I read “{quoted(photos)}” as one input image for each image."


def taken_as(named: str, count: Decimal, noun: str) -> str:
    """A note: so many for each of one thing, but another thing was counted."""
    return f"I took each “{quoted(named)}” to be one of the {number(count)} ({quoted(noun)})."


def made_before(counts: list[str]) -> str:
    """A note: counts of images that were made before were not used."""
    said = ", ".join(f"“{quoted(count)}”" for count in counts[:4])
    return f"I left out the images that were made before: {said}."


def refused(text: str) -> str:
    """A note: the text says that it does not want this."""
    return f"I left out “{quoted(text)}”, which the text refuses."


def left_out(text: str) -> str:
    """A note: something in the text was not used."""
    return f"I did not use “{quoted(text)}”."


def grouped(text: str, value: Decimal) -> str:
    """A note: a number with blanks between its thousands."""
    return f"I read “{quoted(text)}” as {number(value)}."


def not_multiplied(images: Decimal, subjects: Decimal, noun: str) -> str:
    """A note: the count was not multiplied by something else that was counted."""
    return (
        f"I read {number(images)} images in all, not {number(images)} for each of {number(subjects)} ({quoted(noun)})."
    )


def all_of(number: int) -> str:
    """All three, but both of two."""
    return "both" if number == 2 else f"all {number}"


def spread(times: Decimal, noun: str, things: int) -> str:
    """A note: a list of things was read as meant for each of several subjects."""
    return f"I counted {all_of(things)} kinds of image {number(times)} times, once for each {quoted(noun)}."


def added() -> str:
    """A note: a job was added to those of the thread."""
    return "I added a job of its own; what it does not say is not taken from the one before."


def counted_as_images(count: Decimal, noun: str) -> str:
    """A note: an unknown noun was read as images."""
    return f"I read {number(count)} “{quoted(noun)}” as {number(count)} images."


def one_breakdown(by: str, others: list[str]) -> str:
    """A note: of several breakdowns one is answered."""
    asked = " or ".join(f"“by {each}?”" for each in others)
    return f"I break spend down by one thing at a time, here by {by}: ask {asked} next."


def not_narrowed(name: str) -> str:
    """A note: a question about spend names something that usage is not known by."""
    narrow = "name a person with @, a channel with #, a project as “project …”"
    return f"I did not use “{quoted(name)}”, so more than that is counted: {narrow}."


def not_broken_down(unit: str) -> str:
    """A note: there is no such breakdown of spend."""
    return f"I cannot break spend down by {quoted(unit)}: by model, person, channel, quality, day or project I can."


def no_budget_for(name: str) -> str:
    """A note: a budget is said to be for something that none can be for."""
    whose = "a person (@), a channel (#), “project …” or everybody"
    return f"I did not use “{quoted(name)}”: a budget is for {whose}."
