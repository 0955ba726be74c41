"""What people of the demo's company said and asked in the month before it.

To add a scene, write a function that takes the `Seeding`, and put it into `SCENES` with its day and hour. Times that
fall on a weekend move to the Friday before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import starmap

from bot.demo_seed import DAYS, PATIENCE, Scene, Seeding, dates, workday
from bot.demo_spend import bills, campaign, usual
from bot.playground import Message
from bot.playground.page.typed import typed
from bot.slack.blocks import ids


def month(end: datetime) -> Iterator[Scene]:
    """Everything that happens in the month before an instant."""
    for days, hour, minute, play in SCENES:
        yield Scene(workday(end, days, hour, minute), play)
    first = end - timedelta(days=DAYS + 3)
    yield from starmap(Scene, usual(first, end, started=campaign(end)))
    subscribed = workday(end, DIGEST, 23)
    for day in dates(first, end):
        nine = datetime.combine(day, time(9), UTC)
        if day.weekday() == 0 and nine > subscribed:
            yield Scene(nine, _digest)
    yield Scene(end - timedelta(minutes=50), bills)
    yield Scene(end - timedelta(minutes=40), _still_nearly)


async def _arrives(on: Seeding) -> None:
    said = on.say(
        "maya", "general", "I have added @pennyworth to our channels: it says what AI images cost before we make them."
    )
    on.slack.react("jonas", said, "+1")
    on.slack.react("amara", said, "tada")
    on.say("maya", "general", "Ask it in #product-images or #marketing, or with `/cost` anywhere.")


DIGEST = 20
"""How many days before the weekly summary is asked for."""


async def _subscribes(on: Seeding) -> None:
    await on.ask("maya", "ai-costs", "weekly digest every Monday at 9:00")


async def _digest(on: Seeding) -> None:
    """The week's summary comes, and somebody asks about it."""
    before = {each.ts for each in on.slack.messages("ai-costs")}
    async with asyncio.timeout(PATIENCE):
        while not (new := [each for each in on.slack.messages("ai-costs") if each.ts not in before]):
            await on.bot.service.courier.wake()
            await asyncio.sleep(0.01)
    on.slack.react("amara", new[0], "eyes")


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


async def _settings(on: Seeding) -> None:
    """Maya, who manages the app, lets everybody see who spent what."""
    on.slack.open_home("maya")
    home = await on.slack.until(lambda: on.slack.home("maya"), PATIENCE)
    await on.slack.click("maya", home, ids.HOME_SETTINGS)
    forms = await on.slack.until(lambda: on.slack.views("maya"), PATIENCE)
    await on.slack.submit("maya", forms[-1], {"by_person": ["on"]})


BUDGET, NEARLY = Decimal(45), Decimal("0.86")
LEAST = 20


async def _budget(on: Seeding) -> None:
    await on.ask("maya", "product-images", f"set a budget of ${BUDGET} a month for #product-images")


async def _made_some(on: Seeding) -> None:
    await on.log("jonas", "product-images", "150 medium square images on gpt-image-2")


async def _made_many(on: Seeding) -> None:
    """Some, and so many that the budget is nearly spent, whatever part of the month it is."""
    held = await on.bot.service.accounts.held(on.slack.workspace.team)
    left = BUDGET * NEARLY - sum((each.standing.spent for each in held), Decimal(0))
    images = max(int(left / Decimal("0.053")), LEAST)
    await on.log("jonas", "product-images", f"{images} medium square images on gpt-image-2")


async def _still_nearly(on: Seeding) -> None:
    """The same where the month, and with it the budget, has begun since."""
    held = await on.bot.service.accounts.held(on.slack.workspace.team)
    if any(each.standing.spent < BUDGET / 2 for each in held):
        await _made_many(on)


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


SCENES = (
    (DAYS, 8, 40, _arrives),
    (25, 9, 12, _product_shots),
    (21, 13, 5, _campaign),
    (18, 10, 30, _prompt_file),
    (27, 8, 15, _settings),
    (DIGEST, 10, 20, _subscribes),
    (20, 9, 5, _budget),
    (16, 16, 40, _made_some),
    (14, 15, 20, _budget_question),
    (11, 9, 45, _guest),
    (9, 16, 10, _made_some),
    (8, 14, 10, _cheaper),
    (6, 16, 0, _finance),
    (3, 9, 30, _retiring),
    (2, 15, 50, _made_many),
    (1, 11, 15, _yesterday),
)
