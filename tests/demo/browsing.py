"""A person at the demo's page: a real Chromium without a window, and what one sees and does in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from selenium import webdriver
from selenium.common import exceptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from tests.demo.running import Running

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync --hide-scrollbars --lang=en-GB "
    "--force-color-profile=srgb --font-render-hinting=none --force-device-scale-factor=1"
).split()
PATIENCE = 10.0
PASSING = (
    IndexError,
    exceptions.ElementClickInterceptedException,
    exceptions.ElementNotInteractableException,
    exceptions.JavascriptException,
    exceptions.NoSuchElementException,
    exceptions.StaleElementReferenceException,
)
"""What goes wrong while a page is drawn anew."""

Found = TypeVar("Found")

SHOWN = """
const [selector, fits] = arguments;
const text = (element) => element.innerText.trim().replaceAll("\\u00a0", " ");
const shown = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
"""
"""What every look in the page begins with: one script is quick, where asking for each text is not."""
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


def chromium(folder: Path) -> webdriver.Chrome:
    """Debian's Chromium and its driver; nothing is downloaded."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(str(DRIVER)))


class Person:
    """Somebody who looks at the page."""

    _visits = count()

    def __init__(self, driver: webdriver.Chrome, demo: Running) -> None:
        self.driver, self.demo = driver, demo

    def opens(self, who: str = "maya", where: str = "product-images", *, width: int = 1200, height: int = 1000) -> None:
        """Comes to a channel, or to "app", anew."""
        place = where if where == "app" else self.demo.channel(where)
        self.size(width, height)
        before = self.demo.home(who)
        visit = next(self._visits)  # another address each time: else a browser need not load it again
        self.driver.get(f"{self.demo.url}?{visit}#as={self.demo.person(who)}&in={place}")
        self.until(lambda: self.all("[aria-current='page']"))
        if where == "app":
            self.sees_home_after(before, who)

    def sees_home_after(self, before: str, who: str) -> None:
        """Waits until the bot has drawn App Home anew: what is pressed earlier may be gone."""
        self.until(lambda: self.demo.home(who) != before)
        self.until(lambda: self.all(f".view[data-hash='{self.demo.home(who)}']"))

    def size(self, width: int, height: int, scale: float = 1) -> None:
        """Makes the window as large as that, with so many dots a pixel."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def until(self, look: Callable[[], Found | None], seconds: float = PATIENCE) -> Found:
        """What a look gives once it is something; what goes while one looks is looked for again."""
        end = time.monotonic() + seconds
        while True:
            try:
                found = look()
                if found:
                    return found
            except PASSING:
                pass
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s; the page shows: {self.text('body')[-1500:]}")
            time.sleep(0.02)

    def all(self, selector: str) -> list[WebElement]:
        """The elements that fit a CSS selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The first of them, once there is one that is shown."""
        found: WebElement = self.until(lambda: self.run(f"{SHOWN} return shown[0]", selector))
        return found

    def text(self, selector: str) -> str:
        """What an element shows."""
        return self.driver.find_element(By.CSS_SELECTOR, selector).text

    def sees(self, text: str, within: str = "body") -> str:
        """Waits until a text is shown; returns all that is shown there."""
        look = f"{SHOWN} return shown.map(text).find((each) => each.includes(fits))"
        return str(self.until(lambda: self.run(look, within, text)))

    def button(self, label: str, within: str = "body") -> WebElement:
        """The last shown button of this label, once there is one."""
        look = f"{SHOWN} return shown.findLast((each) => fits === text(each) || fits === each.ariaLabel)"
        found: WebElement = self.until(lambda: self.run(look, f"{within} button, {within} summary", label))
        return found

    def press(self, label: str, within: str = "body") -> None:
        """Clicks a button."""

        def click() -> bool:
            self.button(label, within).click()
            return True

        self.until(click)

    def uses(self, label: str, within: str) -> None:
        """Clicks a button that shows when the pointer is over a message."""

        def hover() -> bool:
            ActionChains(self.driver, duration=0).move_to_element(self.all(within)[-1]).perform()
            return True

        self.until(hover)
        self.press(label, within)

    def choose(self, now: str, option: str, within: str = "body") -> None:
        """Chooses an option in the last menu that shows `now`."""

        def pick() -> bool:
            look = f"{SHOWN} return shown.findLast((each) => each.selectedOptions[0]?.text === fits)"
            Select(self.run(look, f"{within} select", now)).select_by_visible_text(option)
            return True

        self.until(pick)

    def clicks(self, selector: str, index: int = 0) -> None:
        """Clicks what fits a selector, the first or another of them."""

        def click() -> bool:
            self.all(selector)[index].click()
            return True

        self.until(click)

    def types(self, *keys: str) -> None:
        """Types where the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def writes(self, text: str, within: str = "#main") -> None:
        """Writes a message and sends it."""
        self.run("arguments[0].focus()", self.one(f"{within} .composer textarea"))
        self.driver.execute_cdp_cmd("Input.insertText", {"text": text})
        self.types(Keys.ENTER)

    def asks(self, text: str, answer: str) -> str:
        """Writes a message in the conversation and waits for a new one with this in it; returns all that it shows."""
        many = "return document.querySelectorAll('#main article').length"
        before = self.run(many)
        self.writes(text)
        self.until(lambda: self.run(many) > before)
        return self.sees(answer, self.newest)

    @property
    def newest(self) -> str:
        """The selector of the newest message of the conversation."""
        return "#main .messages > article:last-child"

    def focused(self) -> WebElement:
        """What has the focus."""
        return self.driver.switch_to.active_element

    def tab_to(self, selector: str, label: str = "", *, back: bool = False) -> WebElement:
        """Presses Tab until something that fits has the focus, of this label if one is given."""
        here = "const [selector, label] = arguments, it = document.activeElement;"
        fits = "return it.matches(selector) && (!label || [it.innerText, it.ariaLabel].includes(label))"
        for _ in range(150):
            for kind in ("rawKeyDown", "keyUp"):
                self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", TAB | {"type": kind, "modifiers": 8 * back})
            if self.run(here + fits, selector, label):
                return self.focused()
        raise AssertionError("the keyboard does not come there")

    def complaints(self) -> list[str]:
        """What the browser has found wrong with the page."""
        log = self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium has no type for it
        return [str(entry["message"]) for entry in log]

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script gives in the page."""
        return self.driver.execute_script(script, *arguments)
