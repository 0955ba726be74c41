"""What a summary knows: read from the database, by those who may see it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import event

from bot.digest.model import Digest
from bot.digest.ports import Content
from bot.slack import blocks
from bot.slack.blocks import ids
from bot.storage import quotes
from bot.storage.database import Database
from bot.storage.places import Place
from pricing import ListText, load
from pricing.money import total
from tests.digest.kit import MONDAY
from tests.digest.team import COSTS, DAY, DESIGN, MARKETING, TEAM, WEEK, Team, noon
from tests.digest.test_compose_parts import DEARER
from tests.digest.test_compose_snapshots import SNAPSHOTS, readable
from tests.digest.weeks import a_normal_week, ordinary
from tests.slack import looking

AT = noon(WEEK)


async def test_both_engines_say_the_same(db: Database) -> None:
    """The normal week, to the letter."""
    team = Team(db)
    _, content = await team.said(await a_normal_week(team))
    assert readable(content) == (SNAPSHOTS / "normal.txt").read_text()


async def said(team: Team, scope: str = "workspace", **more: Any) -> tuple[Digest, Content]:
    """The summary of a new subscription."""
    return await team.said(await team.subscribed(scope, **more))


async def test_every_sum_is_the_ledgers(team: Team) -> None:
    """Each breakdown adds up to the week and to the week before; the days do as well."""
    made, _ = await team.said(await a_normal_week(team))
    assert [each.by for each in made.breakdowns] == ["model", "channel", "person"]
    for each in made.breakdowns:
        assert total(row.usd for row in each.rows) == made.spent
        assert total(row.before or Decimal(0) for row in each.rows) == made.before
    assert total(each.usd for each in made.days) == made.spent
    assert total(each.usd for each in made.days_before) == made.before


async def test_people_are_not_named_until_a_manager_turns_them_on(team: Team) -> None:
    """No row, no budget, no button, whatever sections are asked for; then all of them."""
    await team.record(team.event(AT, usd="5", person="U0JONAS"))
    await team.budget(10, "month", "person", "U0JONAS")
    made, content = await said(team, sections=("people", "budgets", "models"))
    everything = f"{content.text} {content.blocks} {content.plainer}"
    assert (made.by_person, made.budgets) == (False, ())
    assert not any(name in everything for name in ("JONAS", "Jonas", "person"))
    await team.by_person()
    made, content = await said(team, sections=("people", "budgets", "models"))
    assert "By person: Jonas $5.00" in content.text
    assert "Budget for Jonas: November so far: $5.00 of $10.00" in content.text
    assert ids.DIGEST_PEOPLE in [action["action_id"] for action in looking.actions(content.blocks)]


async def test_a_person_is_told_of_their_own_budget(team: Team) -> None:
    """In the summary that only they get."""
    await team.record(team.event(AT, usd="5", person="U0JONAS"))
    await team.budget(10, "month", "person", "U0JONAS")
    _, content = await said(team, channel="U0JONAS")
    assert "Budget for Jonas: November so far: $5.00 of $10.00" in content.text
    _, content = await said(team, channel="U0AMARA")
    assert "Jonas" not in content.text


async def test_people_are_called_by_no_mention(team: Team) -> None:
    """A name is text; only somebody whose name nobody knows is an element that Slack fills in."""
    await team.by_person()
    await team.record(team.event(AT, usd="5", person="U0JONAS"), team.event(AT, usd="4", person="U0NOBODY"))
    _, content = await said(team)
    assert "U0JONAS" not in str(content.blocks)
    assert "'user_id': 'U0NOBODY'" in str(content.blocks)
    assert "By person: Jonas $5.00; a person $4.00." in content.text


async def test_quotes_are_never_called_spend(team: Team) -> None:
    """Without spend there is no total, and the dollars that are said are quoted; the buttons say how to have some."""
    await team.quote("4.44")
    made, content = await said(team)
    assert made.spent is None
    assert "No spend recorded. Quoted: $4.44 in 1 job." in content.text
    assert content.text.count("$") == 1
    actions = [action["action_id"] for action in looking.actions(content.blocks)]
    assert actions == [ids.DIGEST_LOG, ids.DIGEST_CONNECT, ids.DIGEST_IMPORT, ids.DIGEST_CHANGE, ids.DIGEST_SNOOZE]


async def test_only_the_last_quote_of_a_thread_counts_and_only_of_the_week(team: Team) -> None:
    """Sunday 23:59 in Berlin is in it, Monday 00:00 is not."""
    midnight = MONDAY - timedelta(hours=9)
    for minutes, usd in ((-1, "2.00"), (0, "50.00")):
        team.clock.instant = midnight + timedelta(minutes=minutes)
        await team.quote(usd, days_ago=0)
    team.clock.instant = MONDAY
    await team.quote("30.00", thread="1")
    await team.quote("3.00", thread="1", days_ago=3)
    _, content = await said(team)
    assert "Quoted: $5.00 in 2 jobs." in content.text


async def test_a_channel_is_told_of_its_own(team: Team) -> None:
    """Its spend, quotes and budgets, and the workspace's budget; what others do is not in it."""
    await team.record(team.event(AT, usd="5", channel=DESIGN), team.event(AT, usd="70", channel=MARKETING))
    await team.quote("1.00")
    await team.quote("40.00", MARKETING)
    await team.budget(10, "month", "channel", DESIGN)
    await team.budget(20, "month", "channel", MARKETING)
    await team.budget(100, "month")
    made, content = await said(team, "channel")
    assert made.spent == 5
    assert [each.by for each in made.breakdowns] == ["model"]
    assert "Quoted: $1.00 in 1 job." in content.text
    assert MARKETING not in content.text
    assert [bar.share for bar in made.budgets] == [Decimal("0.75"), Decimal("0.5")]


async def test_a_project_is_told_of_its_own(team: Team) -> None:
    """Quotes are of no project, so that nothing is said about them."""
    await team.record(team.event(AT, usd="5", project="web <b>"), team.event(AT, usd="70"))
    await team.quote("1.00")
    made, content = await said(team, "project", scope_id="web <b>")
    assert made.spent == 5
    assert "$5.00 was spent on project web &lt;b&gt;" in content.text
    assert "uoted" not in content.text


async def test_a_persons_summary_is_of_the_workspace(team: Team) -> None:
    """Where no channel is named."""
    await team.record(team.event(AT, usd="5", channel=DESIGN), team.event(AT, usd="70"))
    assert (await said(team, "channel", channel="U0JONAS"))[0].spent == 75
    assert (await said(team, "channel", channel="U0JONAS", scope_id=DESIGN))[0].spent == 5


async def test_days_that_have_not_arrived_are_said(team: Team) -> None:
    """What is known is at least so much; it is compared with nothing."""
    await ordinary(team, weeks=8)
    await team.record(team.event(AT, source="openai", usd="5"))
    await team.ledger.complete(TEAM, "openai", AT + 2 * DAY)
    _, content = await said(team)
    assert "At least $5.00 was spent: nothing has arrived yet for Wed–Sun." in content.text
    assert "Wed–Sun not here yet" in content.text
    assert "not here yet" in str(content.plainer)
    assert content.text.startswith("16–22 November: at least $5.00\n")
    assert not {"Change", "Week before"} & {*re.findall(r"'(?:text|name)': '([^']+)'", str(content.blocks))}


async def test_a_month_that_ended_in_the_week_is_told_of_beside_the_one_that_runs(team: Team) -> None:
    """On Monday 2 November: October as it ended, November so far; a week's budget as it ended."""
    team.clock.instant = MONDAY - 21 * DAY
    await team.record(
        team.event(noon(date(2026, 10, 30)), usd="60"),
        team.event(noon(date(2026, 11, 1)), usd="30"),
    )
    await team.budget(50, "month")
    await team.budget(100, "week")
    _, content = await said(team)
    assert "Budget for everything: October: $60.00 of $50.00, $10.00 over." in content.text
    assert "Budget for everything: November so far: $30.00 of $50.00." in content.text
    assert "Budget for everything: Week of 26 October: $90.00 of $100.00." in content.text


async def test_what_was_logged_of_a_quote_and_taken_back_is_not_made(team: Team) -> None:
    """The quote is then one of which nothing was logged."""
    kept = await team.quote("5.00")
    made = team.event(MONDAY, source="slack", usd="4.00", quote=kept.id)
    await team.record(made, team.event(AT, usd="1"))
    assert "1 was logged as made: quoted $5.00, spent $4.00 (−20 %)." in (await said(team))[1].text
    await team.ledger.undo(TEAM, "slack", made.key, "Europe/Berlin")
    assert "None of it was logged as made." in (await said(team))[1].text


async def test_a_preview_says_that_it_is_one(team: Team) -> None:
    """It is drawn by the same function, with a line before it."""
    made, _ = await said(team)
    content = blocks.digest(made, "x", preview=True)
    assert content.text.startswith("A preview: nobody else sees it.\n")
    assert looking.lines(content.blocks)[0] == "(A preview: nobody else sees it.)"


async def test_another_workspace_is_never_told_of(team: Team) -> None:
    """Its spend, quotes and budgets are not in it."""
    await team.ledger.record("T2", [team.event(AT, usd="99")])
    await quotes.save(team.db, Place("T2", COSTS), "U1", quotes.Content("{}", "x", Decimal(9)), AT)
    made, content = await said(team)
    assert (made.spent, made.budgets) == (None, ())
    assert "Nothing was quoted either." in content.text


async def test_a_large_team_takes_no_more_statements(team: Team) -> None:
    """However many people, models and channels there are."""
    statements = list[str]()
    event.listen(team.db._engine.sync_engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    await team.by_person()
    subscription, counts = await team.subscribed(), []
    for number in (2, 40):
        each = (team.event(AT, usd="1", person=f"P{index}", channel=f"c{index}") for index in range(number))
        await team.record(*each)
        statements.clear()
        await team.said(subscription)
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_a_price_that_changed_in_the_seven_days_before_it_goes_out_is_said(team: Team) -> None:
    """Of a model that is used or not; only where the section is shown; a week later no more."""
    team.catalog = load([ListText("new.toml", DEARER)])
    await team.record(team.event(AT, usd="5"))
    line = "New price: gpt-image-2 image output $30.00 → $36.00 / 1M tokens from 18 November 2026"
    assert line in (await said(team))[1].text
    assert line not in (await said(team, channel=COSTS, sections=("models",)))[1].text
    team.clock.instant += 7 * DAY
    assert line not in (await said(team, channel=MARKETING))[1].text


async def test_a_day_that_stands_out_is_told_by_what_is_true_of_each_name(team: Team) -> None:
    """The model's figure is the model's and the channel's the channel's: half of the model was made elsewhere."""
    usual = [team.event(noon(WEEK - number * DAY), usd="3", channel=MARKETING) for number in range(1, 11)]
    await team.record(
        *usual,
        team.event(AT, usd="20", channel=MARKETING),
        team.event(AT, usd="20", channel=DESIGN),
        team.event(AT, usd="15", channel=DESIGN, model="gpt-image-2.5-flare"),
    )
    made, content = await said(team)
    assert len(made.odd) == 1
    assert "mostly gpt-image-2 (+$37.00), by channel mostly " in content.text
    assert f"by channel mostly <#{DESIGN}> (+$35.00)." in content.text
