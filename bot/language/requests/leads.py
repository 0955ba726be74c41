"""Whether a message begins like a continuation, adds a job, or says a whole job itself."""

from __future__ import annotations

from bot.language.message import Message

LEADS = (
    "lead",
    "fix",
    "on",
    "neg",
    "again",
    "and",
    "all",
    "double",
    "addjob",
    "percentof",
    "for",
    "thanks",
    "or",
    "set",
    "now",
    "try",
)


def leads(message: Message) -> bool:
    """Whether the message begins like a continuation: and, what about, with, not, on …"""
    first = next((item for item in message.items if item.kind not in ("user", "punct", "link", "line")), None)
    return first is not None and (
        first.kind in LEADS or first.text in ("please", "pls", "let's", "lets", "then", "the")
    )


def stands_alone(message: Message) -> bool:
    """Whether the message says a whole job itself."""
    cues = message.cues
    if adds(message) and not cues.says("how much"):
        return False
    leading = leads(message)
    swaps = any(item.value == "swap" for item in message.items)
    pointing = swaps or cues.has("again", "double", "percentof") or cues.says("ones", "one", "more", "another", "fewer")
    counts = [f for f in message.facts if f.kind == "count" and not f.negated]
    if not counts:
        single = message.drafts[0].job.images == 1
        return (single and cues.has("cost") and not leading and not pointing) or (
            cues.settings > 2 and cues.has("cost") and not leading and not pointing
        )
    noun = any(f.noun in ("image", "weak") for f in counts)
    if cues.has("cost") and noun and (cues.settings > 1 or not (leading or pointing)):
        return not pointing or cues.settings > 2
    if leading or pointing:
        return False
    said = cues.settings - len({f.kind for f in message.facts} & {"prompt_words", "batch"})
    return cues.settings > 1 or (noun and said > 0)


def adds(message: Message) -> bool:
    """Whether the message adds a job: "add 20 high landscape", "plus 20 …", "also 20 …"."""
    cues = message.cues
    if not any(f.kind == "count" for f in message.facts):
        return False
    first = next((i for i in message.items if i.kind not in ("user", "thanks", "punct", "line")), None)
    if cues.says("too", "as well") and any(f.kind == "count" and f.noun in ("image", "weak") for f in message.facts):
        return True
    leading = first is not None and first.text in ("plus", "also", "+", "additionally") and cues.settings > 1
    return cues.has("addjob") or leading
