"""Everything that people can do with the bot, one after another, so that nothing of it is left out of a test."""

from __future__ import annotations

from bot.playground import Message
from bot.slack.blocks import ids
from tests.slack.conftest import Office

SAMPLE = "100 medium square images with 30-word prompts"


async def everything(here: Office, words: str = SAMPLE) -> None:
    """A manager and a member use every surface; `words` is what they say wherever they may say something."""
    await commands(here, words)
    await talk(here, words)
    await controls(here)
    await forms(here, words)
    await money(here, words)
    await summaries(here, words)
    await home(here)
    await idle(here)


async def idle(here: Office) -> None:
    """Waits until nothing is under way."""
    await here.slack.settled()
    assert await here.bot.service.pipeline.drained(10)


async def commands(here: Office, words: str) -> None:
    """A command with words and one without."""
    for text in (words, "", "help"):
        await here.slack.command("bob", "general", "/cost", text)
    await idle(here)


async def talk(here: Office, words: str) -> None:
    """A mention, a follow-up, a direct message, a message with a file."""
    asked = here.slack.mention("bob", "general", words)
    await idle(here)
    here.slack.mention("carol", "general", words, thread_ts=asked.ts)
    here.slack.dm("bob", words)
    here.slack.dm("bob", "what do you store about me?")
    prompts = "\n".join([words.replace("\n", " "), "a red fox in the snow, at dawn"]).encode("utf-8", "replace")
    room = here.slack.workspace.im("bob")
    here.slack.upload("bob", room, f"{words[:40]}.txt".replace("\0", ""), prompts, text="what do these cost?")
    await idle(here)


async def quote(here: Office) -> Message:
    """A new quote that stands in the channel."""
    here.slack.mention("bob", "general", SAMPLE)
    await idle(here)
    return [each for each in here.slack.messages("general") if each.user == here.slack.bot.id][-1]


async def controls(here: Office) -> None:
    """Every control of a quote, in the channel and in an answer that one person sees."""
    message = await quote(here)
    for action, value in (("change.quality", "0|quality|high"), (ids.MORE, ids.MORE_WHY), (ids.COMPARE, None)):
        await here.slack.click("bob", message, action, value)
        await idle(here)
        for view in here.slack.views("bob"):
            await here.slack.close("bob", view)
    await here.slack.command("bob", "general", "/cost", SAMPLE)
    await idle(here)
    await here.slack.click("bob", here.slack.ephemerals("bob")[-1], ids.SHARE)
    await idle(here)


async def forms(here: Office, words: str) -> None:
    """The count, the builder from both shortcuts."""
    message = await quote(here)
    await here.slack.click("bob", message, ids.OPEN_COUNT)
    await idle(here)
    await here.slack.submit("bob", here.slack.modal("bob"), {"count": "250"})
    said = here.slack.say("bob", "general", words)
    await here.slack.shortcut("bob", "quote_prompt", said)
    await idle(here)
    await here.slack.submit("bob", here.slack.modal("bob"), {"count": "3"})
    await here.slack.shortcut("bob", "build_quote")
    await idle(here)
    await here.slack.submit("bob", here.slack.modal("bob"), {"count": "7"})
    await idle(here)


async def money(here: Office, words: str) -> None:
    """A quote is logged and taken back; budgets are set, reached, shown and cleared; what was spent is asked for."""
    message = await quote(here)
    await here.slack.click("bob", message, ids.LOG)
    await idle(here)
    await here.slack.click("bob", here.slack.ephemerals("bob")[-1], ids.UNDO)
    await idle(here)
    for text in ("set my budget to $1 a week", "set a budget of $5 a month", "show the budgets", "clear the budget"):
        await here.slack.command("alice", "general", "/cost", text)
        await idle(here)
    await here.slack.click("alice", here.slack.ephemerals("alice")[-1], ids.BUDGET_CLEAR)
    for text in ("how much did we spend this month by channel?", f"spend on project {words}"):
        await here.slack.command("bob", "general", "/cost", text)
        await idle(here)
    here.slack.open_home("alice")
    await idle(here)
    view = here.slack.home("alice")
    assert view
    await here.slack.click("alice", view, ids.HOME_AUDIT)
    await idle(here)


async def summaries(here: Office, words: str) -> None:
    """A weekly summary offered, scheduled in words and in the form, previewed, sent, and asked about in its thread."""
    here.slack.invite_bot("alice", "random")
    for text in ("weekly digest every Monday at 9:00", "preview the digest", "send the digest now"):
        await here.slack.command("alice", "general", "/cost", text)
        await idle(here)
    room = here.slack.workspace.channel("general").id
    posted: list[Message] = await here.slack.until(
        lambda: [each for each in here.slack.messages(room) if each.metadata]
    )
    await here.slack.until(lambda: [each for each in here.slack.messages("random") if each.metadata])
    here.slack.mention("bob", "general", words, thread_ts=posted[-1].ts)
    await here.slack.click("alice", here.slack.ephemerals("alice")[-1], ids.DIGEST_CHANGE)
    await idle(here)
    state = {"scope": "project", "project": " ".join(words.split())[:100] or "website", "time": "10:00"}
    await here.slack.submit("alice", here.slack.modal("alice"), state)
    await idle(here)


async def delivered(here: Office, channel: str) -> list[Message]:
    """What stands in a channel that the bot posted by itself, once there is any."""
    found: list[Message] = await here.slack.until(
        lambda: [each for each in here.slack.messages(channel) if each.metadata]
    )
    return found


async def home(here: Office) -> None:
    """Home, the messages tab, the settings, what is stored and its removal."""
    here.slack.open_home("bob", "messages")
    here.slack.open_home("alice")
    await idle(here)
    view = here.slack.home("alice")
    assert view
    await here.slack.click("alice", view, ids.HOME_SETTINGS)
    await idle(here)
    managers = [here.slack.workspace.user("alice").id]
    await here.slack.submit("alice", here.slack.modal("alice"), {"basis": "metered", "managers": managers})
    await idle(here)
    view = here.slack.home("alice")
    assert view
    await here.slack.click("alice", view, ids.HOME_STORED)
    await idle(here)
    await here.slack.click("alice", here.slack.modal("alice"), ids.STORED_REMOVE)
    await idle(here)
