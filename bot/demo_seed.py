"""The month before the demo: people of a small company, and what they asked, by real requests at an earlier time.

A scene is what happens at one time so many days before. To add one, write a function that takes the `Seeding`, and put
it into `SCENES` with its day and hour; it acts through `slack`, and may record what is no talk (spend, a budget)
through `bot.service`. Times that fall on a weekend move to the Friday before.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from bot.app import Bot
from bot.playground import Channel, Delivery, Kind, Message, MovableClock, Slack, User
from bot.playground.page.typed import typed
from pricing import Catalog

DAYS = 28
"""How long before the demo its first scene is."""
PATIENCE = 10.0
"""Seconds for an answer."""


def people_and_places(slack: Slack) -> User:
    """Four people and their channels; returns the one who installed the app."""
    maya = slack.add_user("maya", Kind.OWNER, zone="UTC", offset=0, real_name="Maya Lindqvist")
    jonas = slack.add_user("jonas", zone="UTC", offset=0, real_name="Jonas Weber")
    amara = slack.add_user("amara", zone="America/New_York", offset=-18_000, real_name="Amara Obi")
    sam = slack.add_user("sam", Kind.GUEST, zone="UTC", offset=0, real_name="Sam Rivera")
    slack.add_channel("product-images", [maya, jonas, amara, sam])
    slack.add_channel("marketing", [maya, jonas, amara])
    slack.add_channel("ai-costs", [maya, jonas, amara])
    slack.add_channel("general", [maya, jonas, amara], bot=False)
    slack.add_channel("finance", [maya, jonas], private=True)
    return maya


def installer(slack: Slack) -> User:
    """The one who installed the app."""
    return slack.workspace.user("maya")


@dataclass(frozen=True)
class Seeding:
    """What a scene acts with."""

    slack: Slack
    bot: Bot
    clock: MovableClock
    catalog: Catalog

    async def all_until(self, end: datetime) -> None:
        """Plays every scene that lies before `end`, in order of time, and sets the clock to `end`."""
        for scene in sorted(SCENES, key=lambda scene: scene.at(end)):
            if scene.at(end) < end:
                self.clock.move_to(scene.at(end))
                await scene.play(self)
                await self.quiet()
        self.clock.move_to(end)
        for person in self.slack.workspace.users.values():
            self.slack.reload(person)  # what only they saw is long gone

    async def quiet(self) -> None:
        """Returns when the bot has answered everything."""
        await self.slack.settled(PATIENCE)
        await self.bot.service.pipeline.drained(PATIENCE)

    def pause(self, minutes: float) -> None:
        """Some minutes go by."""
        self.clock.move_to(self.clock.now() + timedelta(minutes=minutes))

    async def ask(self, user: str, channel: Channel | str, text: str, thread: Message | None = None) -> Message:
        """Somebody asks the bot, and a moment later has its answer; returns what they asked."""
        asked = self.slack.mention(user, channel, typed(self.slack.workspace, text), thread_ts=_begun(thread))
        await self.answer(asked)
        return asked

    async def answer(self, asked: Message) -> Message:
        """The bot's newest message in the thread of what somebody asked, once it is there."""

        def newest() -> Message | None:
            replies = [each for each in self.slack.thread(asked) if float(each.ts) > float(asked.ts)]
            return next((each for each in reversed(replies) if each.user == self.slack.bot.id), None)

        found: Message = await self.slack.until(newest, PATIENCE)
        await self.quiet()
        self.pause(2)
        return found

    async def tap(self, user: str, message: Message, action: str, value: str | None = None) -> Delivery:
        """Somebody uses a control of a message."""
        done = await self.slack.click(user, message, action, value)
        await self.quiet()
        return done

    async def log(self, user: str, channel: str, what: str) -> None:
        """Somebody logs what was made, and confirms it."""
        before = len(self.slack.ephemerals(user))
        await self.slack.command(user, channel, "/cost", f"log {what}")
        await self.slack.until(lambda: len(self.slack.ephemerals(user)) > before, PATIENCE)
        await self.tap(user, self.slack.ephemerals(user)[-1], "spend.log")

    def say(self, user: str, channel: str, text: str, thread: Message | None = None) -> Message:
        """Somebody says something to the others."""
        said = self.slack.say(user, channel, typed(self.slack.workspace, text), thread_ts=_begun(thread))
        self.pause(3)
        return said


def _begun(thread: Message | None) -> str | None:
    return None if thread is None else thread.thread_ts or thread.ts


class Scene(NamedTuple):
    """What happens so many days before the demo, at an hour and minute of UTC."""

    days: int
    hour: int
    minute: int
    play: Callable[[Seeding], Awaitable[object]]

    def at(self, end: datetime) -> datetime:
        """Its instant; on a Friday where it would be on a weekend."""
        day = (end - timedelta(days=self.days)).astimezone(UTC)
        day -= timedelta(days=max(day.weekday() - 4, 0))
        return day.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)


async def _arrives(on: Seeding) -> None:
    said = on.say(
        "maya", "general", "I have added @pennyworth to our channels: it says what AI images cost before we make them."
    )
    on.slack.react("jonas", said, "+1")
    on.slack.react("amara", said, "tada")
    on.say("maya", "general", "Ask it in #product-images or #marketing, or with `/cost` anywhere.")


async def _product_shots(on: Seeding) -> None:
    asked = await on.ask("jonas", "product-images", "100 medium square images with 30-word prompts")
    await on.ask("amara", "product-images", "and in high?", asked)
    said = on.say("jonas", "product-images", "Medium will do, thanks. The catalogue shows them small anyway.", asked)
    on.slack.react("amara", said, "+1")


async def _campaign(on: Seeding) -> None:
    asked = await on.ask("amara", "marketing", "compare all models for 40 high landscape images")
    on.say("jonas", "marketing", "The dearest is five times the cheapest? Good to know.", asked)


PROMPTS = (
    "A red bicycle leaning against a brick wall at sunset, long soft shadows, warm film colours",
    "The same bicycle from above on wet cobblestones, reflections of street lamps, a little fog",
    "Close-up of a leather saddle with brass rivets, shallow depth of field, studio light from the left",
    "A basket full of tulips on the handlebars, morning light, a canal out of focus behind it",
    "A courier in a yellow raincoat rides past a bakery, motion blur, the shop window lit from inside",
    "Exploded view of a bicycle bell on white, each part with a thin grey shadow, no text",
    "A child's first ride in a park, seen from behind, autumn leaves, a father running beside her",
    "Night scene under a bridge, a single bicycle lit by its own lamp, cold blue surroundings",
)


async def _prompt_file(on: Seeding) -> None:
    content = "\n".join(PROMPTS).encode()
    text = typed(on.slack.workspace, "@pennyworth what will these cost in high?")
    asked = on.slack.upload("jonas", "product-images", "autumn-prompts.txt", content, text=text)
    await on.answer(asked)


async def _budget_question(on: Seeding) -> None:
    asked = await on.ask("maya", "ai-costs", "how many medium squares can I get for $50?")
    await on.ask("maya", "ai-costs", "and in low?", asked)


async def _guest(on: Seeding) -> None:
    said = on.slack.dm("sam", "25 high portraits of our founders")
    await on.slack.until(lambda: _answered(on, said), PATIENCE)


def _answered(on: Seeding, said: Message) -> bool:
    return any(each.user == on.slack.bot.id for each in on.slack.messages(said.channel) if each.ts > said.ts)


async def _cheaper(on: Seeding) -> None:
    asked = await on.ask("amara", "marketing", "200 high square images on gpt-image-1.5 for the winter campaign")
    quote = await on.answer(asked)
    on.say("amara", "marketing", "That is a lot for a draft round. Low quality first, then.", asked)
    await on.tap("amara", quote, "change.quality", "Low quality")


BUDGET, NEARLY = Decimal(60), Decimal("0.86")


async def _budget(on: Seeding) -> None:
    await on.ask("maya", "product-images", f"set a budget of ${BUDGET} a month for #product-images")


async def _made_some(on: Seeding) -> None:
    await on.log("jonas", "product-images", "150 medium square images on gpt-image-2")


async def _made_many(on: Seeding) -> None:
    """So many that the budget is nearly spent, whatever part of the month it is."""
    held = await on.bot.service.accounts.held(on.slack.workspace.team)
    left = BUDGET * NEARLY - sum((each.standing.spent for each in held), Decimal(0))
    images = int(left / Decimal("0.053"))
    if images > 0:
        await on.log("jonas", "product-images", f"{images} medium square images on gpt-image-2")


async def _finance(on: Seeding) -> None:
    await on.ask("maya", "finance", "400 medium squares a month on gpt-image-2")


async def _retiring(on: Seeding) -> None:
    now = on.clock.now()
    going = [model for model in on.catalog.live(now) if model.lifecycle.retiring(now)]
    if going:
        name = going[0].id
        said = on.say("jonas", "product-images", f"{name} is going away soon. What do we move to?")
        await on.ask("amara", "product-images", f"compare {name} with gpt-image-2 for 250 medium squares a month", said)


async def _yesterday(on: Seeding) -> None:
    asked = await on.ask("jonas", "product-images", "60 high landscape images on gpt-image-2 with 40-word prompts")
    await on.ask("jonas", "product-images", "through batch?", asked)
    on.say("maya", "product-images", "Batch is fine, we do not need them before Thursday.", asked)


SCENES: tuple[Scene, ...] = (
    Scene(DAYS, 8, 40, _arrives),
    Scene(25, 9, 12, _product_shots),
    Scene(21, 13, 5, _campaign),
    Scene(18, 10, 30, _prompt_file),
    Scene(20, 9, 5, _budget),
    Scene(16, 16, 40, _made_some),
    Scene(14, 15, 20, _budget_question),
    Scene(11, 9, 45, _guest),
    Scene(9, 16, 10, _made_some),
    Scene(8, 14, 10, _cheaper),
    Scene(6, 16, 0, _finance),
    Scene(3, 9, 30, _retiring),
    Scene(2, 15, 50, _made_many),
    Scene(1, 11, 15, _yesterday),
)
