"""The page for people who use a keyboard, a screen reader or a phone."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.demo.browsing import Person


def test_everything_by_keyboard_alone(person: Person) -> None:
    """A quote is asked for, changed, and explained in a modal that gives the focus back, without a mouse."""
    person.opens()
    person.tab_to("textarea")
    person.types("/co")
    assert person.one("[role=option][aria-selected=true]").text.startswith("/cost")
    person.types(Keys.TAB)
    person.types("100 medium square images with 30-word prompts", Keys.ENTER)
    person.sees("Plan for $1.11", person.newest)
    person.tab_to("button", "Low quality: save $0.60", back=True)
    person.types(Keys.ENTER)
    person.sees("Plan for $0.51", person.newest)
    person.tab_to("button", "More", back=True)
    person.types(Keys.ENTER, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    person.sees("Why this figure?", "#modal")
    assert person.run("return document.getElementById('modal').contains(document.activeElement)")
    person.types(Keys.ESCAPE)
    person.until(lambda: not person.all("#modal[open]"))
    assert person.focused().accessible_name == "More"


def test_a_control_that_is_drawn_anew_keeps_the_focus(person: Person) -> None:
    """Choosing in a menu by keyboard does not throw one back to the top of the page."""
    person.opens()
    person.asks("/cost 90 medium squares on gpt-image-2", "Plan for")
    person.tab_to("select", "Quality", back=True)
    person.types("L")
    person.sees("low 1024x1024 images", person.newest)
    person.until(lambda: person.focused().accessible_name == "Quality")


def test_names_complete_themselves(person: Person) -> None:
    """@ offers people with the bot first, arrows choose, and what is sent mentions the person."""
    person.opens("maya", "general")
    box = person.one("#main textarea")
    box.send_keys("thanks @")
    options = person.until(lambda: person.all("#main [role=option]"))
    assert options[0].text.startswith("@pennyworth")
    box.send_keys("jo")
    assert [each.text for each in person.all("#main [role=option]")] == ["@jonas Jonas Weber"]
    box.send_keys(Keys.ENTER)
    assert box.get_attribute("value") == "thanks @jonas "
    box.send_keys(Keys.ENTER)
    person.until(lambda: person.text(f"{person.newest} .mention") == "@Jonas Weber")


@pytest.mark.parametrize("place", ["product-images", "app"])
def test_every_control_says_what_it_is(person: Person, place: str) -> None:
    """Buttons, menus and inputs have names for a screen reader, in conversations, Home and a modal."""
    person.opens("maya", place)
    if place == "app":
        person.press("New quote", ".home")
        person.sees("How many images?", "#modal")
    else:
        person.asks("/cost compare all models for 20 low squares", "Cheapest")
    inside = "#modal " if place == "app" else ""
    controls = ", ".join(f"{inside}{each}" for each in "button select input textarea summary a [role=img]".split())
    assert [_shown(each) for each in person.all(controls) if _nameless(each)] == []


def _nameless(element: WebElement) -> bool:
    return element.is_displayed() and not element.accessible_name.strip()


def _shown(element: WebElement) -> str:
    return str(element.get_attribute("outerHTML"))[:200]


@pytest.mark.parametrize("place", ["marketing", "ai-costs", "app"])
def test_a_phone_has_room_for_it(person: Person, place: str) -> None:
    """320 pixels wide nothing stands beyond the edge, and the conversations come with a button."""
    person.opens("maya", "marketing", width=320, height=640)
    person.asks("/cost compare all models for 20 low squares", "Cheapest")
    person.press("Conversations")
    if place == "app":
        person.press("Pennyworth", "#sidebar")
        person.sees("November: ", ".home")
    else:
        next(each for each in person.all("#sidebar button") if place in each.text).click()
        person.sees("16–22 November: $" if place == "ai-costs" else "Cheapest", "#main .messages")
    beyond = "return [...document.querySelectorAll('#main *')].filter(each => each.getBoundingClientRect().right > 321"
    beyond += " && !each.closest('.table, pre, .unseen')).map(each => each.outerHTML.slice(0, 100))"
    assert person.run(beyond) == []
    assert person.run("return document.documentElement.scrollWidth") == 320


def test_light_and_dark(person: Person) -> None:
    """The button changes the colours, and they stay changed after a reload."""
    person.opens()
    background = "return getComputedStyle(document.body).backgroundColor"
    assert person.run(background) == "rgb(255, 255, 255)"
    person.press("Dark colours")
    assert person.run(background) == "rgb(26, 29, 33)"
    person.driver.refresh()
    person.until(lambda: person.run(background) == "rgb(26, 29, 33)")
    person.press("Light colours")
    assert person.run(background) == "rgb(255, 255, 255)"
