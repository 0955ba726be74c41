"""Images that go in: references, photos that edits are made of, photos that people send."""

from __future__ import annotations

from decimal import Decimal

from bot.language.facts.fact import Binder, Noun, noun_after

PICTURES = frozenset("photo picture image pic shot photograph img headshot packshot snapshot".split())
VARIANTS = frozenset("variant variation version option alternative take concept copy cutout edit".split())
_SENDING = frozenset(
    "upload uploads uploading uploaded send sends sending provide provides providing supply supplies submit submits"
    " bring brings sent provided supplied submitted".split()
)
_MERGING = frozenset("merge combine blend stitch fuse mix compose merging combining blending stitching".split())
_OWN = frozenset("our my the these those their his her your all of".split())
_SENTENCE_ENDS = (".", ";", "?", "!")
_SENTENCE = 12


def taken_in(b: Binder, i: int, noun: Noun, j: int) -> int:
    """2 reference images, one photo as input, 5 edits each of 9 photos: where it ends; 0 when nothing goes in."""
    if end := _in_and_out(b, i, j) or _sources(b, i, noun):
        return end
    end = _as_references(b, i, noun) or (noun.end if noun.kind == "ref" and noun.end - j <= 4 else 0)
    if end:
        number = b.items[i].number
        b.add("references", "", i, end, number if number is None else number + _named_before(b, i))
    return end


def _named_before(b: Binder, i: int) -> int:
    """The client's logo and one photo as input: one more goes in; else none."""
    if not b.says(i - 1, "and") or not b.is_(i - 2, "image", "ref", "word") or b.items[i - 2].plural:
        return 0
    k = i - 3
    while k > i - 6 and b.is_(k, "word", "subject") and not _owns(b.items[k].text):
        k -= 1
    return int(k >= 0 and _owns(b.items[k].text))


def _owns(text: str) -> bool:
    return text in _OWN or text in ("a", "an", "one") or text.endswith("'s")


def _in_and_out(b: Binder, i: int, j: int) -> int:
    """1 photo in, 1 photo out: one goes into each; what comes out is counted elsewhere."""
    end = j + 1 if b.is_(j, "image") else j
    if not b.says(end, "in", "out"):
        return 0
    if not (b.is_(end + 1, "punct", "and", "line") or end + 1 >= len(b.items)):
        return 0
    ways = [k for k in range(max(0, i - 6), min(len(b.items), end + 6)) if b.says(k, "in", "out")]
    others = [k for k in ways if b.items[k].text != b.items[end].text and (b.is_(k - 1, "num") or b.is_(k - 2, "num"))]
    if not others:
        return 0
    if b.says(end, "in"):
        b.add("references", "", i, end + 1, b.items[i].number)
    elif b.items[i].number == 1:
        b.add("label", "", i, end + 1)
    else:
        b.add("bad", "sources", i, end + 1)
    return end + 1


def _sources(b: Binder, i: int, noun: Noun) -> int:
    """5 edits each of 9 photos: the photos are what is edited, so they multiply, and one goes into each edit."""
    if not _is_picture(noun):
        return 0
    k, each = i - 1, False
    while b.says(k, *_OWN) or b.is_(k, "each"):
        each = each or b.is_(k, "each")
        k -= 1
    made_of = k < i - 1 and b.counted and (b.is_(k, "edit") or (b.is_(k, "image") and b.items[k].value in VARIANTS))
    if not made_of and not (b.says(k, "from") and _made(b, noun.end)):
        return 0
    if not (each or _each_later(b, noun)):
        return _unclear(b, i, noun) if made_of and b.is_(k, "edit") else 0
    fact = b.add("count", "", i, noun.end, b.items[i].number)
    fact.noun, fact.lemma, fact.plural = "subject", noun.lemma, noun.plural
    b.add("references", "", noun.end - 1, noun.end, Decimal(1))
    b.numbered = True
    return noun.end


def _each_later(b: Binder, noun: Noun) -> bool:
    """Whether the sentence goes on with "each" or "per photo"."""
    for k in range(noun.end, min(noun.end + _SENTENCE, len(b.items))):
        if b.says(k, *_SENTENCE_ENDS) or b.is_(k, "line"):
            return False
        if b.is_(k, "each", "per"):
            return not b.is_(k + 1, "time") and not (b.is_(k + 1, "image") and b.items[k + 1].value != noun.lemma)
    return False


def _made(b: Binder, start: int) -> bool:
    """Whether images that are made of these are counted, before or after."""
    after = range(start, min(start + _SENTENCE, len(b.items)))
    return b.counted or any(b.is_(k, "num") and noun_after(b.items, k + 1).kind == "image" for k in after)


def _unclear(b: Binder, i: int, noun: Noun) -> int:
    """5 edits of 9 photos: five of each, or five in all, is asked."""
    if b.items[i].number == 1:
        return 0
    b.add("bad", "sources", i, noun.end)
    return noun.end


def _as_references(b: Binder, i: int, noun: Noun) -> int:
    """One photo as input; made from 3 photos; everyone uploads 2 photos: images that go in, not out."""
    if not _is_picture(noun):
        return 0
    k = noun.end
    while b.says(k, "as", "the", "a", "an", "its", "our") and k < noun.end + 3:
        k += 1
    if k > noun.end and b.says(noun.end, "as") and b.is_(k, "ref"):
        return k + 1
    if b.says(i - 1, "of") and b.is_(i - 2, "image") and b.items[i - 2].value in VARIANTS:
        return noun.end
    if b.says(i - 1, *_SENDING) or (b.says(i - 1, *_MERGING) and b.says(noun.end, "into", "to", "as")):
        return noun.end
    based = b.says(i - 1, "from") or (b.says(i - 1, "on") and b.says(i - 2, "based"))
    return noun.end if based and _made(b, noun.end) else 0


def based_on(b: Binder, i: int) -> None:
    """Based on our brand photo, from one snapshot: an image that goes in, without a number."""
    if b.items[i].plural or b.items[i].value not in PICTURES:
        return
    if any(b.says(k, *_SENDING) for k in range(max(0, i - 3), i)) and b.numbered:
        b.add("references", "", i, i + 1, Decimal(1))
        return
    if b.is_(i + 1, "image", "weak", "word", "num"):
        return
    k = i - 1
    while k > i - 4 and (b.says(k, *_OWN, "a", "an", "one") or b.is_(k, "word", "subject")):
        k -= 1
    owned = k < i - 1 and b.says(k + 1, *_OWN, "a", "an", "one")
    if owned and (b.says(k, "from") or (b.says(k, "on") and b.says(k - 1, "based"))) and b.counted:
        b.add("references", "", i, i + 1, Decimal(1))


def _is_picture(noun: Noun) -> bool:
    return noun.kind == "image" and noun.lemma in PICTURES
