"""How spend gets here: what is said to somebody who taps a button of a weekly summary without any."""

from __future__ import annotations

from bot.slack.blocks import ids, kit
from bot.slack.blocks.message import Message, said

HELP = {
    ids.DIGEST_LOG: (
        "Say what was made, for example “log 40 high square images on gpt-image-2”, or quote it first and tap the "
        "quote's button: I ask before I record it, and it counts at the prices of its day."
    ),
    ids.DIGEST_CONNECT: (
        "An owner of the OpenAI organization makes an admin key under Settings, Admin keys; whoever runs me sets it as "
        "OPENAI_ADMIN_KEY and starts me again. From then on I read every hour what was billed. Never post the key here."
    ),
    ids.DIGEST_IMPORT: (
        "Whoever runs me imports CSV and JSON Lines with “pennyworth usage import FILE.csv”: our own columns, FOCUS "
        "columns or raw answers of the Images API. A line that cannot be recorded is named; the others are kept."
    ),
}


def digest_help(action_id: str) -> Message:
    """What somebody is told who taps a button of a summary without spend: how spend gets here."""
    return said(HELP[action_id], kit.section(HELP[action_id]))
