"""Where one job ends and the next begins."""

from __future__ import annotations

from bot.language.facts.fact import Fact

STRONG = frozenset((";", ".", "\n", "•", "?", "!"))


COUNTS = ("count", "vague")


ATTRIBUTES = frozenset(
    "quality size model batch prompt_words prompt_tokens prompt_text references attempts language".split()
)


_AGAIN = ("the", "these", "those", "this", "our", "my", "all")
NUMBERED = ("references", "attempts", "prompt_words", "prompt_tokens")


def counts_images(facts: list[Fact], n: int) -> bool:
    """Whether the fact at n is a count; a vague one ("lots") only with something that it counts."""
    return facts[n].kind == "count" or (facts[n].kind == "vague" and _noun_near(facts, n))


def boundaries(facts: list[Fact]) -> list[int]:
    """The index at which each job begins."""
    starts = [0]
    here: list[int] = []
    depth = depths(facts)
    for n in range(len(facts)):
        if not counts_images(facts, n):
            continue
        if here and not joins(facts, here, n):
            starts.append(_cut(facts, here[-1], n, depth))
            here = []
        here.append(n)
    return starts


def depths(facts: list[Fact]) -> list[int]:
    """How many open parentheses each fact stands in."""
    found: list[int] = []
    depth = 0
    for fact in facts:
        if fact.text in "([" and fact.kind == "sep":
            depth += 1
        found.append(depth)
        if fact.text in ")]" and fact.kind == "sep":
            depth = max(0, depth - 1)
    return found


def _cut(facts: list[Fact], last: int, n: int, depth: list[int]) -> int:
    """Where the next job begins: after the last separator between two counts, "and" before comma."""
    level = min(depth[last : n + 1])
    between = [k for k in range(last + 1, n) if facts[k].kind == "sep" and depth[k] <= level + (facts[k].text in "([")]
    strong = [
        k for k in between if facts[k].text in STRONG or facts[k].lemma in ("and", "line") or facts[k].text in "+&"
    ]
    weak = [k for k in between if facts[k].text in (",", "/", "–", ")")] or [k for k in between if facts[k].text == ":"]
    if strong:
        return strong[-1]
    return weak[-1] if weak else n


def joins(facts: list[Fact], here: list[int], n: int) -> bool:
    """Whether the count at n belongs to the job of the counts at `here`: a factor, a total, a part of a sum."""
    fact, earlier = facts[n], [facts[k] for k in here]
    if fact.kind == "vague":
        return not _noun_near(facts, n)
    between = facts[here[-1] + 1 : n]
    if is_same(earlier[-1], fact, between):
        return True
    if _new_group(facts, here, n):
        return False
    if _multiplies(fact, earlier, between) or _named_again(facts[here[0] : n], fact):
        return True
    if not any(_is_image(f) for f in earlier):
        return _closes(facts, n, earlier)
    return _continues(facts, here, n, between)


def _multiplies(fact: Fact, earlier: list[Fact], between: list[Fact]) -> bool:
    """Whether the count is a factor or a total of those before it, or a part of their sum."""
    if fact.link or fact.total or fact.noun in ("subject", "time") or earlier[-1].kind == "vague":
        return True
    if [f.text for f in between] in (["+"], ["plus"]) and not earlier[-1].noun:
        return True
    follows_each = bool(between) and between[-1].kind == "each"
    return follows_each or (earlier[0].total and earlier[-1].noun == "subject")


def _new_group(facts: list[Fact], here: list[int], n: int) -> bool:
    """3 sets of 8 icons and 2 sets of 5 banners: the second sets are those of another job."""
    after = next((f for f in facts[n + 1 :] if f.kind == "count"), None)
    grouped = facts[here[-1]].link == "x" and after is not None and after.link == "x"
    return (
        grouped
        and not facts[n].link
        and any(f.kind == "sep" and (f.lemma == "and" or f.text in ",+;") for f in facts[here[-1] : n])
    )


def _named_again(before: list[Fact], fact: Fact) -> bool:
    """20 images per landing page, 7 landing pages."""
    return bool(fact.lemma) and any(f.kind == "each" and f.lemma == fact.lemma for f in before)


def _continues(facts: list[Fact], here: list[int], n: int, between: list[Fact]) -> bool:
    """Whether a count after an image count still belongs to it."""
    fact, last = facts[n], facts[here[-1]]
    if fact.noun in ("weak", "unknown") and _each_after(facts, here[0], n):
        return True
    if last.total or (last.noun == "image" and fact.total):
        return True
    return _prefix_per(facts, here[0]) and not any(f.kind in ATTRIBUTES for f in between)


def is_same(before: Fact, fact: Fact, between: list[Fact]) -> bool:
    """We need 700, and what will the 700 cost: the count is the one before, spoken of again."""
    if fact.number is None or fact.number != before.number or "subject" in (before.noun, fact.noun):
        return False
    listed = any(f.kind == "sep" and (f.lemma == "and" or f.text in ",+&") for f in between)
    if fact.noun and listed and not any(f.text in STRONG for f in between):
        return False
    alike = fact.noun in ("", before.noun) and (fact.lemma in ("", before.lemma) or not before.lemma)
    return alike and any(f.text in _AGAIN for f in between[-2:])


def _is_image(fact: Fact) -> bool:
    return fact.kind == "vague" or fact.noun in ("image", "")


def _closes(facts: list[Fact], n: int, earlier: list[Fact]) -> bool:
    """Whether an image count completes a job of subjects: "9 campaigns with 15 assets each"."""
    fact = facts[n]
    if all(f.noun == "subject" for f in earlier):
        return True
    follower = next((f for f in facts[n + 1 :] if f.kind in ("each", *COUNTS)), None)
    if follower is not None and follower.kind == "each" and follower.lemma in {f.lemma for f in earlier if f.lemma}:
        return True
    led = any(f.kind == "each" and f.value != "image" for f in facts[max(0, n - 4) : n])
    return fact.noun in ("image", "") and (led or _each_after(facts, n, len(facts)))


def _each_after(facts: list[Fact], start: int, end: int) -> bool:
    """Whether "each" or "per post" follows the count at start, not one that belongs to tries or references."""
    for n in range(start + 1, min(end, len(facts))):
        fact = facts[n]
        if fact.kind in NUMBERED or (fact.kind in COUNTS and end == len(facts)):
            return False
        if fact.kind == "each" and fact.value != "image":
            return True
    return False


def _prefix_per(facts: list[Fact], first: int) -> bool:
    return any(f.kind == "each" and f.value == "subject" for f in facts[max(0, first - 6) : first])


def _noun_near(facts: list[Fact], n: int) -> bool:
    return any(f.kind in ("noun", "count") for f in facts[n + 1 : n + 6])
