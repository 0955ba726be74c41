"""What a newcomer does at the demo's page, in a real browser, with the bot itself behind it."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.demo.browsing import Person
from tests.demo.running import Month, running

SAMPLE = "100 medium square images with 30-word prompts"


def test_asking_for_a_quote(person: Person) -> None:
    """A command is answered for the person alone: the plan, a table that sums up to it, and its notification text."""
    person.opens()
    shown = person.asks(f"/cost {SAMPLE}", "Plan for $1.11")
    assert "Only visible to you" in shown
    assert [cell.text for cell in person.all(f"{person.newest} tbody tr:last-child > *")] == [
        "Total, $0.011 an image",
        "$1.1092",
    ]
    person.uses("Notification text", person.newest)
    assert "Notification: Plan for $1.11. 100 medium 1024x1024 images" in person.text(f"{person.newest} .notice")


def test_changing_the_quote_with_its_buttons(person: Person) -> None:
    """A menu changes the quality in place, a button asks for the count in a modal, another compares the models."""
    person.opens()
    person.asks(f"/cost {SAMPLE}", "Plan for $1.11")
    person.choose("Medium quality", "High quality", person.newest)
    person.sees("Plan for $3.61", person.newest)
    person.press("Change the count", person.newest)
    field = person.one("#modal input")
    field.clear()
    field.send_keys("250", Keys.ENTER)
    person.sees("Plan for $9.02", person.newest)
    person.press("Compare models", person.newest)
    person.sees("Cheapest: ", person.newest)
    assert person.one(f"{person.newest} .chart svg[role=img]").accessible_name.startswith("Cost in US dollars. Cost: ")
    person.press("As a table", person.newest)
    assert "midjourney" in person.text(f"{person.newest} .chart table")


def test_logging_spend_and_setting_a_budget(person: Person) -> None:
    """A job is logged once it is confirmed, and taken back; a manager's budget warns when it is reached."""
    person.opens("maya", "ai-costs")
    person.asks("@Pennyworth set a budget of $6 a month for #ai-costs", "1 reply")
    person.asks("/cost log 100 medium square images on gpt-image-2", "Would log $5.29")
    person.press("Log it as spent", person.newest)
    person.sees("The monthly budget of $6.00 for this channel has reached 50 % and 80 %", "#main .messages")
    person.press("Got it", "#main .messages")
    person.sees("@Maya Lindqvist has seen it", "#main .messages")
    person.press("Undo", "#main .messages")
    person.sees("Taken back: it no longer counts as spent.", "#main .messages")


def test_following_up_in_the_thread(person: Person) -> None:
    """A mention is answered in its thread; what is said there changes the last question, and others see it."""
    person.opens("jonas", "marketing")
    person.asks("@Pennyworth 60 high portraits on gpt-image-2", "1 reply")
    person.uses("Reply in thread", person.newest)
    person.sees("Plan for $9.91", "#thread")
    person.writes("@Pennyworth through batch?", "#thread")
    person.sees("Plan for $4.96", "#thread")
    person.opens("amara", "marketing")
    assert "3 replies" in person.sees("60 high portraits", person.newest)


def test_a_command_does_not_run_in_a_thread(person: Person) -> None:
    """As in Slack, the person is told so, and keeps what they typed."""
    person.opens("jonas", "marketing")
    person.uses("Reply in thread", "#main article:not(.private)")
    person.writes("/cost 10 images", "#thread")
    person.sees("/cost is not supported in threads", "#told")
    assert person.one("#thread textarea").get_attribute("value") == "/cost 10 images"


def test_dropping_a_file_of_prompts(person: Person, tmp_path: Path) -> None:
    """The prompts of a file are counted one by one, and given back as a CSV that can be kept."""
    prompts = tmp_path / "prompts.txt"
    prompts.write_text("a red bicycle in the rain\na blue door\n")
    person.opens("maya", "ai-costs")
    person.driver.find_element(By.CSS_SELECTOR, "#main .composer input[type=file]").send_keys(str(prompts))
    person.sees("prompts.txt", "#main .picked")
    person.asks("@Pennyworth what do these cost in low?", "2 replies")
    person.uses("Reply in thread", person.newest)
    person.sees("2 prompts of ", "#thread")
    person.sees("prompts-counted.csv", "#thread")
    kept = person.run(
        "return fetch(document.querySelector('#thread a.file[download=\"prompts-counted.csv\"]').href)"
        ".then(answer => answer.text())"
    )
    assert "a red bicycle in the rain" in kept


def test_a_file_can_be_dropped_with_the_mouse(person: Person) -> None:
    """What is dropped on the place to write waits there to be sent, and can be left out again."""
    person.opens("maya", "ai-costs")
    person.run(
        """const form = document.querySelector("#main .composer"), what = new DataTransfer();
        what.items.add(new File(["a cat"], "cat.txt"));
        form.dispatchEvent(new DragEvent("drop", { dataTransfer: what, bubbles: true, cancelable: true }));"""
    )
    person.sees("cat.txt", "#main .picked")
    person.press("Leave cat.txt out")
    assert person.text("#main .picked") == ""


def test_app_home_shows_the_month_and_makes_a_quote(person: Person) -> None:
    """Home has the person's month; its form asks for what is missing, and the answer comes into the messages tab."""
    person.opens("amara", "app")
    person.sees("November: ", ".home")
    person.press("New quote", ".home")
    person.press("Quote it", "#modal")
    person.sees("Please complete this required field.", "#modal")
    person.one("#modal input").send_keys("many")
    person.press("Quote it", "#modal")
    person.sees("The count must be a whole number from 1 to", "#modal")
    field = person.one("#modal input")
    field.clear()
    field.send_keys("40")
    Select(person.all("#modal select")[1]).select_by_visible_text("low")
    person.press("Quote it", "#modal")
    person.until(lambda: not person.all("#modal[open]"))
    person.press("Messages")
    person.sees("Plan for $0.20", "#main")


def test_the_messages_tab_offers_prompts(person: Person) -> None:
    """Whoever opens it for the first time is greeted, and a prompt is one tap away."""
    person.opens("jonas", "app")
    person.press("Messages")
    person.sees("I tell you what AI images cost", person.newest)
    person.press("What do 100 images cost?", ".prompts")
    person.sees("Plan for $1.11", person.newest)


def test_a_manager_sees_settings_and_a_guest_does_not(person: Person) -> None:
    """Another person sees their own Home, conversations and rights."""
    person.opens("maya", "app")
    person.press("Settings", ".home")
    person.sees("Default model", "#modal")
    person.press("Close", "#modal")
    person.until(lambda: not person.all("#modal[open]"))
    Select(person.one("#who select")).select_by_visible_text("Sam Rivera, guest")
    person.sees("November: 1 quote", ".home")
    labels = [button.text for button in person.all(".home button")]
    assert "New quote" in labels
    assert "Settings" not in labels
    assert "finance" not in person.text("#sidebar")
    assert "marketing" not in person.text("#sidebar")


def test_settings_are_set_in_a_modal(person: Person) -> None:
    """People and channels are ticked in menus of several, and stay ticked."""
    person.opens("maya", "app")
    person.press("Settings", ".home")
    menu = person.one("#modal [data-block='may_log'] summary")
    menu.click()
    next(each for each in person.all("#modal [data-block='may_log'] label") if each.text == "Jonas Weber").click()
    before = person.demo.home("maya")
    person.press("Save", "#modal")
    person.until(lambda: not person.all("#modal[open]"))
    person.sees_home_after(before, "maya")
    person.press("Settings", ".home")
    assert person.one("#modal [data-block='may_log'] summary").text == "Jonas Weber"
    person.press("Close", "#modal")
    person.until(lambda: not person.all("#modal[open]"))


def test_what_cannot_be_undone_is_asked_first(person: Person) -> None:
    """A confirm dialog stands before the removal of what is stored; no leaves it, yes removes it."""
    person.opens("sam", "app")
    person.press("What is stored about me", ".home")
    person.press("Remove it all", "#modal")
    person.press("Cancel", ".confirm")
    person.press("Remove it all", "#modal")
    person.press("Remove", ".confirm")
    person.sees("Removed.", "#modal")
    person.press("Close", "#modal")
    person.sees("November: no quotes yet", ".home")


def test_moving_the_clock(person: Person, month: Month, tmp_path: Path) -> None:
    """A digest arrives; and once gpt-image-1-mini is shut down, the bot quotes another model by itself."""
    with running(month.copied(tmp_path)) as later:
        mover = Person(person.driver, later)
        mover.opens("jonas", "ai-costs")
        mover.sees("16–22 November: $", mover.newest)
        mover.one("#clock summary").click()
        mover.press("Next Monday at 9:00", "#clock")
        mover.sees("Mon 30 Nov, 09:00", "#clock summary")
        digest = mover.sees("23–29 November: $", mover.newest)
        assert "nothing has arrived" not in digest
        assert mover.one(f"{mover.newest} .chart svg[role=img]").accessible_name.startswith(
            "Spend by day in US dollars"
        )
        mover.one("#clock summary").click()
        mover.press("Tomorrow at 9:00", "#clock")
        mover.sees("Tue 1 Dec, 09:00", "#clock summary")
        mover.asks("/cost 10 medium squares", "10 medium 1024x1024 images on gpt-image-2.5-flare")
        assert [each.text for each in mover.all("h2.day")][-2:] == ["Yesterday", "Today"]
        mover.complaints()


def test_times_are_those_of_the_person(person: Person) -> None:
    """Whoever is in New York reads its time, which is the one the bot goes by, wherever the browser is."""
    person.opens("amara", "marketing")
    assert person.text("#clock summary span:last-child") == "Tue 24 Nov, 05:00"
    person.one("#clock summary").click()
    person.sees("Times are in America/New_York.", "#clock")
    assert person.one("#clock input").get_attribute("value") == "2026-11-24T05:00"


def test_a_reload_keeps_everything(person: Person) -> None:
    """Who looks, the conversation, the thread and what only they see are there again."""
    person.opens("amara", "marketing")
    person.asks("/cost 7 low squares on gpt-image-2", "Plan for $0.04")
    person.uses("Reply in thread", "#main article:not(.private)")
    before = person.driver.current_url
    person.driver.refresh()
    person.sees("Plan for $0.04", person.newest)
    assert Select(person.one("#who select")).first_selected_option.text == "Amara Obi, member"
    assert person.one("#thread").is_displayed()
    assert person.driver.current_url == before


def test_the_requests_show_each_payload(person: Person) -> None:
    """A developer sees what Slack sent and what the bot called, each with what it carried."""
    person.opens("jonas", "general")
    person.asks("/cost 11 low squares", "Plan for")
    person.press("Requests")
    person.sees("response_url", "#log")
    next(each for each in person.all("#log summary") if "command /cost" in each.text).click()
    person.sees('"text": "11 low squares"', "#log")


def test_joining_a_channel(person: Person) -> None:
    """Who is not in a public channel reads it, and joins to write."""
    person.demo.call(lambda stage: stage.slack.add_channel("open-house", ["maya"]))
    person.opens("amara", "open-house")
    person.press("Join", "#main")
    person.asks("hello", "hello")


def test_a_shortcut_quotes_a_message(person: Person) -> None:
    """The message shortcut opens the form with the message's text as the prompt."""
    person.opens("jonas", "general")
    person.asks("a lighthouse in a storm, oil on canvas", "a lighthouse")
    person.uses("More actions", person.newest)
    person.press("Quote this prompt", person.newest)
    area = person.one("#modal textarea")
    assert area.get_attribute("value") == "a lighthouse in a storm, oil on canvas"
    person.types(Keys.ESCAPE)
    person.until(lambda: not person.all("#modal[open]"))


def test_two_people_see_each_other_at_once(person: Person) -> None:
    """What the bot or somebody else says comes without a reload."""
    person.opens("jonas", "general")
    person.demo.call(lambda stage: stage.slack.say("maya", "general", "Lunch at *noon* <https://example.com|here>?"))
    shown = person.sees("Lunch at noon here?", person.newest)
    assert "Maya Lindqvist" in shown
    assert person.one(f"{person.newest} a").get_attribute("href") == "https://example.com/"


def test_text_is_never_read_as_html(person: Person) -> None:
    """Markup in messages, names of files and addresses shows as text, and runs nothing."""
    evil = "<img src=x onerror=alert(1)> <script>alert(2)</script>"
    person.opens("jonas", "general")
    person.asks(evil, evil)
    person.demo.call(lambda stage: stage.slack.say("maya", "general", "<javascript:alert(3)|a link> and more"))
    person.sees("a link and more", person.newest)
    assert not person.all(f"{person.newest} .text a, .messages img[onerror], .messages script")
