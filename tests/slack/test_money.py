"""Logging what was made, budgets and their alerts, over both wires."""

from __future__ import annotations

import re

import pytest

from bot.playground import Message
from bot.slack import alerts
from bot.slack.alerts import raise_everywhere
from bot.slack.service import Service
from bot.spend.ledger import Ledger
from bot.storage import budgets, workspaces
from bot.storage.database import Database
from bot.storage.errors import StorageDamaged
from tests.slack.conftest import Office
from tests.slack.looking import lines
from tests.slack.test_surfaces import home_of
from tests.spend.samples import stated

LOG = "log 100 medium square images on gpt-image-2"


async def logged(at: Office, text: str = LOG, user: str = "bob") -> Message:
    """What a person sees once a request to log was confirmed."""
    before = len(at.slack.ephemerals(user))
    await at.slack.command(user, "general", "/cost", text)
    preview = await at.whispered(user, before)
    await at.slack.click(user, preview, "spend.log")
    await at.slack.until(lambda: re.match("Logged|It was", at.slack.ephemerals(user)[-1].text))
    return at.slack.ephemerals(user)[-1]


async def test_a_job_is_logged_once_it_is_confirmed(at: Office) -> None:
    """The preview says what would be logged and is replaced by what was; the amount is the metered one."""
    await at.slack.command("bob", "general", "/cost", LOG)
    preview = await at.whispered("bob")
    found = re.match(r"Would log (\$\d+\.\d+)", preview.text)
    assert found
    await at.slack.click("bob", preview, "spend.log")
    await at.slack.until(lambda: at.slack.ephemerals("bob")[-1].text.startswith("Logged"))
    assert at.slack.ephemerals("bob")[-1].text == f"Logged {found[1]} as spent."


async def test_what_was_logged_is_taken_back_the_same_day(at: Office) -> None:
    """By the person who logged it; the ledger then comes to nothing."""
    said = await logged(at)
    await at.slack.click("bob", said, "spend.undo")
    await at.slack.until(lambda: at.slack.ephemerals("bob")[-1].text.startswith("Taken back"))


async def test_a_budget_is_set_shown_and_cleared(at: Office) -> None:
    """By a manager; clearing asks first."""
    at.slack.mention("alice", "general", "set a budget of $500 a month")
    said = (await at.said(channel="general"))[-1]
    assert "$0.00 of $500.00 a month, 0 %" in said.text
    assert "not a cap" in said.text
    at.slack.mention("bob", "general", "show the budget")
    assert "$500.00 a month" in (await at.said(channel="general", after=1))[-1].text
    at.slack.mention("alice", "general", "clear the budget")
    asked = (await at.said(channel="general", after=2))[-1]
    await at.slack.click("alice", asked, "budget.clear")
    await at.slack.until(lambda: asked.text == "The budget is cleared.")
    at.slack.mention("bob", "general", "show the budget")
    assert (await at.said(channel="general", after=3))[-1].text == "No budget is set."


async def test_only_those_who_may_set_budgets(at: Office) -> None:
    """A member is told who may; a guest does not even see them."""
    at.slack.mention("bob", "general", "set a budget of $500 a month")
    assert (await at.said(channel="general"))[-1].text.startswith("Only a manager")
    at.slack.mention("gina", "general", "show the budget")
    assert (await at.said(channel="general", after=1))[-1].text.startswith("What was spent is for members")


async def test_a_threshold_is_said_once_and_seen_for_everyone(at: Office) -> None:
    """A channel's budget of $6 reaches 80 % by one job: one message names both thresholds; logging more says 100 %."""
    room = at.slack.workspace.channel("general")
    at.slack.mention("alice", "general", f"set a budget of $6 a month for <#{room.id}|general>")
    await at.said(channel="general")
    await logged(at)
    alert = (await at.said(channel="general", after=1))[-1]
    assert "has reached 50 % and 80 %" in alert.text
    await raise_everywhere(at.bot.service)
    assert len(await at.said(channel="general")) == 2
    await logged(at, "log 90 medium square images on gpt-image-2")
    assert "has reached 100 %" in (await at.said(channel="general", after=2))[-1].text
    await at.slack.click("gina", alert, "alert.snooze")
    assert (await at.whispered("gina")).text.startswith("What was spent is for members")
    await at.slack.click("carol", alert, "alert.seen")
    await at.slack.until(lambda: "has seen it" in str(alert.blocks))


async def test_an_alert_that_cannot_be_posted_reaches_who_set_the_budget(at: Office) -> None:
    """With why, and with what it says; the next one is tried in the channel again."""
    room = at.slack.workspace.channel("general")
    at.slack.mention("alice", "general", f"set a budget of $6 a month for <#{room.id}|general>")
    await at.said(channel="general")
    at.slack.faults.add("error", "chat.postMessage", error="is_archived", times=1)
    await logged(at)
    told = (await at.said(channel=at.slack.workspace.im("alice").id))[-1]
    assert "could not be posted: the channel is archived." in told.text
    assert "has reached 50 % and 80 %" in told.text
    await logged(at, "log 90 medium square images on gpt-image-2")
    assert "has reached 100 %" in (await at.said(channel="general", after=1))[-1].text


async def test_a_workspace_whose_money_cannot_be_read_keeps_no_other_from_its_alerts(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is looked at for itself."""
    looked: list[str] = []

    async def look(_: Service, workspace: str) -> None:
        looked.append(workspace)
        raise StorageDamaged("a row")

    async def two(_: Database) -> tuple[str, ...]:
        return "T1", "T2"

    monkeypatch.setattr(alerts, "raise_in", look)
    monkeypatch.setattr(budgets, "workspaces_with_budgets", two)
    await raise_everywhere(at.bot.service)
    assert looked == ["T1", "T2"]


async def test_a_channel_that_is_only_typed_is_asked_for(at: Office) -> None:
    """Without Slack's link nobody knows which channel it is."""
    at.slack.mention("alice", "general", "set a budget of $50 a week for #growth")
    assert "I need the channel itself" in (await at.said(channel="general"))[-1].text


async def test_what_was_spent_is_answered_to_members(at: Office) -> None:
    """What was logged is today's spend, in the person's zone; a guest is told nothing, by person nobody."""
    await logged(at)
    at.slack.mention("bob", "general", "how much did we spend today?")
    said = (await at.said(channel="general"))[-1]
    assert re.match(r"Spent \$\d+\.\d+ on .* so far\. .*As of: Slack", said.text, re.DOTALL)
    at.slack.mention("gina", "general", "how much did we spend today?")
    assert (await at.said(channel="general", after=1))[-1].text.startswith("What was spent is for members")
    at.slack.mention("bob", "general", "how much did we spend today by person?")
    assert (await at.said(channel="general", after=2))[-1].text.startswith("Figures by person are off here.")


JOB = "100 medium square images on gpt-image-2"
LEFT = "This is more than what is left of the monthly budget for this channel: $"


async def test_a_quote_beyond_what_is_left_says_so_on_every_surface(at: Office) -> None:
    """Command, mention, thread, a change in place, the form: each is held against the channel's budget."""
    room = at.slack.workspace.channel("general")
    at.slack.mention("alice", "general", f"set a budget of $6 a month for <#{room.id}|general>")
    await at.said(channel="general")
    await at.slack.command("bob", "general", "/cost", JOB)
    quote = await at.whispered("bob")
    assert "left of" not in quote.text
    await at.slack.click("bob", quote, "change.quality", "0|quality|high")
    await at.slack.until(lambda: LEFT in quote.text and "⚠️ This is more than" in str(quote.blocks))
    assert "left of the monthly budget for this channel: $6.00." in quote.text
    await at.slack.click("bob", quote, "change.quality", "0|quality|low")
    await at.slack.until(lambda: "left of" not in quote.text)
    await logged(at)
    await at.said(channel="general", after=1)  # the alert
    at.slack.mention("bob", "general", JOB)
    said = (await at.said(channel="general", after=2))[-1]
    assert LEFT in said.text
    await at.slack.click("alice", said, "change.quality", "0|quality|low")
    await at.slack.until(lambda: "left of" not in said.text)
    at.slack.mention("alice", "general", "make it 2000", thread_ts=said.thread_ts)
    assert LEFT in (await at.said(channel="general", after=3))[-1].text


async def test_a_guest_learns_nothing_of_budgets_from_a_quote(at: Office) -> None:
    """Nor does anybody by a guest's tap."""
    at.slack.mention("alice", "general", "set a budget of $1 a month")
    await at.said(channel="general")
    at.slack.mention("bob", "general", JOB)
    assert (
        "left of the monthly budget for this workspace: $1.00" in (await at.said(channel="general", after=1))[-1].text
    )
    at.slack.mention("gina", "general", JOB)
    said = (await at.said(channel="general", after=2))[-1]
    assert "left of" not in said.text
    assert "left of" not in str(said.blocks)


async def test_a_project_is_named_whole(at: Office) -> None:
    """With spaces or dots, and as usage or a budget spells it; half a name sets no budget, least of all everybody's."""
    desk = at.bot.service.desk
    events = [stated("a", "3", desk.clock.now(), project="Big Site")]
    await Ledger(desk.db, desk.catalog, desk.clock).record(at.slack.workspace.team, events)
    said = ""
    for after, (text, expected) in enumerate(
        {
            "set a budget of $40 a month for the big site project": "Project Big Site: $3.00 of $40.00 a month",
            "set a budget of $50 a month for project BIG SITE": "Project Big Site: $3.00 of $50.00 a month",
            "set a budget of $7 a month for project “New Shop”": "Project New Shop: $0.00 of $7.00",
            "set a budget of $8 a month for project acme.com": "Project acme.com: $0.00 of $8.00",
            "set a budget of $9 a month for project Other Site": "I cannot tell which project: write project “name”",
            "show the budgets": "Project Big Site: $3.00 of $50.00",
        }.items()
    ):
        at.slack.mention("alice", "general", text)
        said = (await at.said(channel="general", after=after))[-1].text
        assert expected in said, text
    assert "workspace" not in said.casefold()
    assert "$40.00" not in said


async def test_a_budget_for_somebody_unknown_changes_nobodys(at: Office) -> None:
    """For dana, the design team, a model: said, and the budget for everybody stays; what is left can be nothing."""
    at.slack.mention("alice", "general", "set a budget of $1 a month")
    await at.said(channel="general")
    for after, text in enumerate(("set dana's budget to $20 a month", "clear the budget for the design team"), start=1):
        at.slack.mention("alice", "general", text)
        said = (await at.said(channel="general", after=after))[-1].text
        assert said.startswith("Nothing is changed. I did not use “d")
    at.slack.mention("alice", "general", "show the budget for midjourney")
    said = (await at.said(channel="general", after=3))[-1].text
    assert "I did not use “midjourney”" in said
    assert "This workspace: $0.00 of $1.00 a month" in said
    await logged(at)
    at.slack.mention("alice", "design", JOB)
    assert "Nothing is left of the monthly budget for this workspace." in (await at.said(channel="design"))[-1].text


async def test_budgets_of_a_project_and_of_a_person(at: Office) -> None:
    """A project's by its name; a person's own warns the person alone; another's needs figures by person."""
    at.slack.mention("alice", "general", "set a budget of $30 a week for project website")
    said = (await at.said(channel="general"))[-1]
    assert "Project website: $0.00 of $30.00 a week" in said.text
    carol = at.slack.workspace.user("carol")
    at.slack.mention("alice", "general", f"set a budget of $20 a week for <@{carol.id}>")
    assert (await at.said(channel="general", after=1))[-1].text.startswith("Figures by person are off")
    at.slack.mention("alice", "general", "set a budget of $20 a week for @carol")
    assert (await at.said(channel="general", after=2))[-1].text.startswith("I need the person themselves")
    at.slack.mention("alice", "general", "set my budget to $2 a month")
    assert "A person: $0.00 of $2.00 a month" in (await at.said(channel="general", after=3))[-1].text
    at.slack.mention("bob", "general", "show the budget")
    shown = (await at.said(channel="general", after=4))[-1].text
    assert "Project website" in shown
    assert "A person" not in shown
    for text, told in (("show the budgets", False), ("show my budget", True)):
        before = len(at.slack.ephemerals("alice"))
        await at.slack.command("alice", "general", "/cost", text)
        assert ("A person: $0.00 of $2.00" in (await at.whispered("alice", before)).text) == told
    await at.slack.command("alice", "general", "/cost", JOB)
    assert "left of the monthly budget for you: $2.00" in (await at.whispered("alice", 2)).text
    await logged(at, user="alice")
    direct = await at.said(channel=at.slack.workspace.im("alice").id)
    assert "The monthly budget of $2.00 for you has reached 50 %, 80 % and 100 %" in direct[-1].text
    at.slack.mention("alice", "general", "clear the budget for project website")
    asked = (await at.said(channel="general", after=5))[-1]
    await at.slack.click("alice", asked, "budget.clear")
    await at.slack.until(lambda: asked.text == "The budget is cleared.")


async def test_a_quote_is_logged_by_its_button(at: Office) -> None:
    """The dialog says what is recorded; the quote stays, the person can take it back and log it again."""
    at.slack.mention("bob", "general", JOB)
    quote = (await at.said(channel="general"))[-1]
    assert "$5.29 are recorded as spent today, by tokens" in str(quote.blocks)
    await at.slack.click("alice", quote, "spend.log")
    told = await at.whispered("alice")
    assert told.text == "Logged $5.29 as spent."
    assert quote.text.startswith("Plan for $5.32")
    await at.slack.click("bob", quote, "spend.log")
    assert (await at.whispered("bob")).text == "It was logged before."
    await at.slack.click("bob", at.slack.ephemerals("bob")[-1], "spend.undo")
    await at.slack.until(lambda: at.slack.ephemerals("bob")[-1].text.startswith("Only the person who logged it"))
    await at.slack.click("alice", told, "spend.undo")
    await at.slack.until(lambda: at.slack.ephemerals("alice")[-1].text.startswith("Taken back"))
    await at.slack.click("bob", quote, "spend.log")
    await at.slack.until(lambda: at.slack.ephemerals("bob")[-1].text == "Logged $5.29 as spent.")
    at.slack.mention("bob", "general", "how much did we spend today?")
    said = (await at.said(channel="general", after=1))[-1].text
    assert said.startswith("Spent $5.29 on ")
    assert "Quoted in that time: $5.32 in 1 quote. It was made: quoted $5.29 by tokens, spent $5.29, as quoted." in said


async def test_a_quote_that_was_changed_is_not_logged_unseen(at: Office) -> None:
    """A button of the version before logs nothing, and says why."""
    at.slack.mention("bob", "general", JOB)
    quote = (await at.said(channel="general"))[-1]
    old = next(block for block in quote.blocks if str(block.get("block_id")).endswith("|more"))
    await at.slack.click("bob", quote, "change.quality", "0|quality|high")
    await at.slack.until(lambda: "$21" in quote.text)
    block = next(block for block in quote.blocks if str(block.get("block_id")).endswith("|more"))
    block["block_id"] = (
        old["block_id"] if old["block_id"] != block["block_id"] else block["block_id"].replace("|2|", "|1|")
    )
    await at.slack.click("bob", quote, "spend.log")
    assert (await at.whispered("bob")).text.startswith("This was changed meanwhile, so nothing was logged.")


async def test_home_shows_the_month_against_the_budgets(at: Office) -> None:
    """What was spent, each budget that the person may see; its buttons answer by direct message. A guest sees none."""
    at.slack.mention("alice", "general", "set my budget to $20 a month")
    await at.said(channel="general")
    at.slack.mention("alice", "general", "set a budget of $50 a month")
    await at.said(channel="general", after=1)
    await logged(at)
    home = "\n".join(lines((await home_of(at, "alice")).blocks))
    assert "# Spent this month\nSpent $5.29 from " in home
    assert re.search(r"This workspace[\s\S]*\$5.29 of \$50.00 a month, 11 %", home)
    assert "$0.00 of $20.00 a month" in home
    assert "$20.00" not in "\n".join(lines((await home_of(at, "bob")).blocks))
    assert "Spent this month" not in "\n".join(lines((await home_of(at, "gina")).blocks))
    await at.slack.click("bob", await home_of(at, "bob"), "ask.spend.model")
    direct = await at.said(channel=at.slack.workspace.im("bob").id)
    assert "By model: gpt-image-2 $5.29." in direct[-1].text


async def test_the_audit_trail_is_sent_to_managers(at: Office) -> None:
    """As a file, by direct message; others have no such button, and a tap of theirs gets nothing."""
    at.slack.mention("alice", "general", "set a budget of $50 a month")
    await at.said(channel="general")
    home = await home_of(at, "alice")
    assert "home.audit" not in str((await home_of(at, "bob")).blocks)
    await at.slack.click("alice", home, "home.audit")
    [sent] = await at.slack.until(lambda: [each for each in at.slack.workspace.files.values() if each.complete])
    table = sent.content.decode("utf-8-sig")
    alice = at.slack.workspace.user("alice").id
    assert f'"budget","workspace a month","","50.00 USD (Europe/Berlin)","{alice}"' in table
    assert '"price","gpt-image-2.5-flare text_input"' in table


async def test_spend_by_channel_and_by_person_has_names(at: Office) -> None:
    """A public channel's and people's own; figures by person once a manager turned them on."""
    await logged(at)
    at.slack.mention("bob", "general", "how much did we spend today by channel?")
    assert "By channel: #general $5.29." in (await at.said(channel="general"))[-1].text
    team, desk = at.slack.workspace.team, at.bot.service.desk
    await workspaces.change(desk.db, team, "U1", {"by_person": True}, desk.clock.now())
    at.slack.mention("carol", "general", "how much did we spend today by person?")
    said = (await at.said(channel="general", after=1))[-1]
    assert at.slack.workspace.user("bob").id not in said.text
    assert re.search(r"By person: [Bb]ob.* \$5.29\.", said.text)


async def test_what_somebody_spent_themselves(at: Office) -> None:
    """Figures of one's own need no manager; others' are not in them."""
    await logged(at)
    at.slack.mention("carol", "general", "how much have I spent today?")
    assert (await at.said(channel="general"))[-1].text.startswith("Nothing was spent on ")
    at.slack.mention("bob", "general", "how much have I spent today?")
    assert re.match(r"Spent \$5.29 on .* by you so far", (await at.said(channel="general", after=1))[-1].text)


async def test_a_budget_is_an_amount_that_can_be_kept(at: Office) -> None:
    """A sentence says which; parts of a nano-dollar are rounded."""
    for after, amount in enumerate(("$0.001", "$1000000000")):
        at.slack.mention("alice", "general", f"set a budget of {amount} a month")
        said = (await at.said(channel="general", after=after))[-1].text
        assert said == "A budget is at least $0.01 and less than $1,000,000,000.00."
    at.slack.mention("alice", "general", "set a budget of $5.00000000049 a month")
    assert "$0.00 of $5.00 a month" in (await at.said(channel="general", after=2))[-1].text


async def test_a_follow_up_is_about_the_same_person(at: Office) -> None:
    """Whose own spend was asked for: the follow-up's "last month" is theirs, and nobody else's to see."""
    await logged(at)
    await logged(at, "log 50 medium square images on gpt-image-2", user="carol")
    at.slack.mention("bob", "general", "how much have I spent today?")
    said = (await at.said(channel="general"))[-1]
    for text in ("and this month?", "by model?"):
        after = len(await at.said(channel="general"))
        at.slack.mention("bob", "general", text, thread_ts=said.thread_ts)
        told = (await at.said(channel="general", after=after))[-1].text
        assert re.match(r"Spent \$5.29 from .* by you so far", told)
    at.slack.mention("carol", "general", "and last month?", thread_ts=said.thread_ts)
    assert (await at.said(channel="general", after=3))[-1].text.startswith("Figures by person are off here.")
    at.slack.mention("carol", "general", "and how much have I spent this month?", thread_ts=said.thread_ts)
    assert re.match(r"Spent \$2.6\d from .* by you", (await at.said(channel="general", after=4))[-1].text)
    at.slack.mention("carol", "general", "and today?", thread_ts=said.thread_ts)
    assert re.match(r"Spent \$2.6\d on .* by you", (await at.said(channel="general", after=5))[-1].text)


async def test_a_follow_up_asks_about_oneself_or_everybody(at: Office) -> None:
    """And mine? And everyone? After a question about all, and after one about oneself."""
    await logged(at)
    await logged(at, "log 50 medium square images on gpt-image-2", user="carol")
    at.slack.mention("bob", "general", "spend this month")
    said = (await at.said(channel="general"))[-1]
    both = re.match(r"Spent (\$\d+\.\d\d) ", said.text)
    for text, theirs in (("and mine?", True), ("and everyone?", False), ("and me?", True)):
        before = len(await at.said(channel="general"))
        at.slack.mention("bob", "general", text, thread_ts=said.thread_ts)
        told = (await at.said(channel="general", after=before))[-1].text
        assert both is not None
        assert told.startswith("Spent $5.29 from" if theirs else f"Spent {both[1]} from"), told
        assert (" by you so far" in told) == theirs


async def test_a_follow_up_is_about_the_same_channel_and_model(at: Office) -> None:
    """Linked, with its name or without: what was logged there is still counted by the channel's id."""
    await logged(at)
    room = at.slack.workspace.channel("general").id
    for link in (f"<#{room}|general>", f"<#{room}|>", f"<#{room}>"):
        before = len(await at.said(channel="general")) if link != f"<#{room}|general>" else 0
        at.slack.mention("bob", "general", f"what did {link} spend on gpt-image-2 today?")
        said = (await at.said(channel="general", after=before))[-1]
        assert re.match(r"Spent \$5.29 on .* in #general on gpt-image-2", said.text)
        at.slack.mention("carol", "general", "and this month?", thread_ts=said.thread_ts)
        told = (await at.said(channel="general", after=before + 1))[-1].text
        assert re.match(r"Spent \$5.29 from .* in #general on gpt-image-2", told)


async def test_spend_by_project_and_of_one(at: Office) -> None:
    """Usage names projects, requests do not: a name is looked up, follow-ups keep it, none is said to be none."""
    desk = at.bot.service.desk
    spent = (("1.50", "website"), ("2.25", "Spring ads"), ("0.25", ""))
    events = [stated(usd, usd, desk.clock.now(), project=project) for usd, project in spent]
    await Ledger(desk.db, desk.catalog, desk.clock).record(at.slack.workspace.team, events)
    at.slack.mention("bob", "general", "what did we spend today by project?")
    said = (await at.said(channel="general"))[-1]
    assert "By project: Spring ads $2.25; website $1.50; unknown $0.25." in said.text
    followed = {
        "and for the website project?": "Spent $1.50 on",
        "and by model?": "Spent $1.50 on",
        "by project?": "By project: website $1.50.",
    }
    for after, (text, expected) in enumerate(followed.items(), start=1):
        at.slack.mention("bob", "general", text, thread_ts=said.thread_ts)
        assert expected in (await at.said(channel="general", after=after))[-1].text
    at.slack.mention("bob", "general", "how much did the project cost us today?")
    told = (await at.said(channel="general", after=4))[-1].text
    assert "I cannot tell which project is meant, so this counts all. Usage names: Spring ads, website." in told


async def test_plain_names_mean_people_and_channels(at: Office) -> None:
    """Without @ and #: whom Slack or usage calls so; whom nobody is called by is asked for, never nothing."""
    desk, team = at.bot.service.desk, at.slack.workspace.team
    await workspaces.change(desk.db, team, "U1", {"by_person": True}, desk.clock.now())
    await logged(at)
    events = [stated("a", "1.25", desk.clock.now(), person="dana", channel="growth")]
    await Ledger(desk.db, desk.catalog, desk.clock).record(team, events)
    (bob,) = (await at.bot.service.people.names(team, [at.slack.workspace.user("bob").id])).values()
    for after, (text, expected) in enumerate(
        {
            "what did bob spend today?": rf"Spent \$5.29 on .* by {bob} so far",
            "dana's spend today": r"Spent \$1.25 on .* by dana so far",
            "how much did zoe spend today?": "I cannot tell who “zoe” is: type @ and choose the person",
            "spend in the general channel today": r"Spent \$5.29 on .* in #general so far",
            "spend in the growth channel today": r"Spent \$1.25 on .* in #growth so far",
            "spend in the lounge channel today": "I cannot tell which channel “lounge” is: type # and choose it",
        }.items()
    ):
        at.slack.mention("carol", "general", text)
        assert re.match(expected, (await at.said(channel="general", after=after))[-1].text), text


async def test_usage_may_name_people_as_slack_calls_them(at: Office) -> None:
    """It counts as theirs once figures by person are on: until then nobody can take a name to see another's figures."""
    desk, bob = at.bot.service.desk, at.slack.workspace.user("bob").id
    called = (await at.bot.service.people.names(at.slack.workspace.team, [bob]))[bob]
    events = [stated("a", "1.25", desk.clock.now(), person=called), stated("b", "2", desk.clock.now(), person=bob)]
    await Ledger(desk.db, desk.catalog, desk.clock).record(at.slack.workspace.team, events)
    at.slack.mention("bob", "general", "how much have I spent today?")
    assert (await at.said(channel="general"))[-1].text.startswith("Spent $2.00 on ")
    await workspaces.change(desk.db, at.slack.workspace.team, "U1", {"by_person": True}, desk.clock.now())
    at.slack.mention("bob", "general", "how much have I spent today?")
    assert (await at.said(channel="general", after=1))[-1].text.startswith("Spent $3.25 on ")
    at.slack.mention("carol", "general", f"how much did <@{bob}> spend today?")
    said = (await at.said(channel="general", after=2))[-1].text
    assert re.match(rf"Spent \$3.25 on .* by {called} so far", said)
