"""Blocks as the page draws them, posted by the app itself: charts, texts, controls, and what is held in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.support.ui import Select

from tests.demo.browsing import Person
from tests.demo.running import Running

DAYS = ["Mon", "Tue", "Wed", "Thu"]


def plain(text: str) -> dict[str, Any]:
    """A text object."""
    return {"type": "plain_text", "text": text}


def marked(text: str) -> dict[str, Any]:
    """A text object with marks."""
    return {"type": "mrkdwn", "text": text}


def series(name: str, *values: float) -> dict[str, Any]:
    """A series of a chart, a value a day."""
    return {"name": name, "data": [{"label": day, "value": value} for day, value in zip(DAYS, values, strict=True)]}


def chart(kind: str, *every: dict[str, Any]) -> dict[str, Any]:
    """A chart with two axes."""
    axes = {"categories": DAYS, "x_label": "Day", "y_label": "US dollars"}
    return {
        "type": "data_visualization",
        "title": "Spend",
        "chart": {"type": kind, "series": every, "axis_config": axes},
    }


@pytest.fixture
def shows(person: Person, demo: Running) -> Iterator[Any]:
    """Posts blocks as the app, and opens the page at them."""

    def show(*blocks: dict[str, Any]) -> Person:
        channel = demo.channel("ai-costs")

        async def post(stage: Any) -> None:
            await stage.bot.service.poster.client.chat_postMessage(channel=channel, text="Blocks.", blocks=list(blocks))

        demo.call(post)
        person.opens("maya", "ai-costs")
        person.until(lambda: person.all(f"{person.newest} .blocks"))
        return person

    yield show
    assert person.all(".undrawn") == []


def test_bars_and_lines_are_drawn_to_scale(shows: Any) -> None:
    """The highest bar reaches as far as its value, a line goes through its points, and both can be read as a table."""
    person: Person = shows(
        chart("bar", series("Images", 1, 2, 4, 0), series("Text", 2, 2, 2, 2)),
        chart("line", series("Images", 1, 2, 4, 0)),
    )
    bars, line = person.all(f"{person.newest} .chart")
    heights = [
        float(str(each.get_attribute("height")))
        for each in bars.find_elements("css selector", ".plot rect.series-0[x]")
    ]
    assert [round(height / heights[0]) for height in heights[:3]] == [1, 2, 4]
    assert len(bars.find_elements("css selector", ".plot svg[role=img] rect")) == 8
    assert len(line.find_elements("css selector", "path.line")) == 1
    assert bars.find_element("css selector", "svg[role=img]").accessible_name == (
        "Spend. Images: Mon 1, Tue 2, Wed 4, Thu 0; Text: Mon 2, Tue 2, Wed 2, Thu 2"
    )
    bars.find_element("css selector", "[aria-label='As a table']").click()
    assert [each.text for each in bars.find_elements("css selector", "tbody tr")] == [
        "Mon 1 2",
        "Tue 2 2",
        "Wed 4 2",
        "Thu 0 2",
    ]


def test_a_pie_says_its_shares(shows: Any) -> None:
    """A slice a segment, with its share in the legend; one alone is a whole circle."""
    parts = [{"label": "gpt-image-2", "value": 3}, {"label": "others", "value": 1}]
    pies = [parts, parts[:1]]
    person: Person = shows(
        *(
            {"type": "data_visualization", "title": "Models", "chart": {"type": "pie", "segments": each}}
            for each in pies
        )
    )
    two, one = person.all(f"{person.newest} .chart")
    assert two.find_element("css selector", ".legend").text.split("\n") == ["gpt-image-2 · 75%", "others · 25%"]
    assert len(two.find_elements("css selector", "path.slice")) == 2
    assert len(one.find_elements("css selector", "circle.slice")) == 1


def test_marks_become_elements(shows: Any) -> None:
    """Bold, italic, code, links, mentions and quotes are drawn, and what only looks like a mark is not."""
    text = (
        "*bold* _it_ ~no~ `x*y*z` <https://example.com|here> <!here> 2*3*4 a_b_c &lt;b&gt;\n"
        "&gt; quoted\nafter\n```\ncode *as* is\n```"
    )
    person: Person = shows(
        {"type": "section", "text": marked(text)},
        {"type": "section", "fields": [marked("*Owner*\nMaya"), plain("*plain*")]},
        {"type": "context", "elements": [marked("small _print_"), plain("_plain_")]},
    )
    within = f"{person.newest} .section"
    found = {
        tag: [each.text for each in person.all(f"{within} .text {tag}")]
        for tag in "b i s code a blockquote pre".split()
    }
    assert found == {
        "b": ["bold"],
        "i": ["it"],
        "s": ["no"],
        "code": ["x*y*z"],
        "a": ["here"],
        "blockquote": ["quoted"],
        "pre": ["code *as* is"],
    }
    assert "@here 2*3*4 a_b_c <b>" in person.text(within)
    assert [each.text for each in person.all(f"{within} .fields > div")] == ["Owner\nMaya", "*plain*"]
    assert person.text(f"{person.newest} .context") == "small print\n_plain_"


def test_rich_text_is_a_tree(shows: Any) -> None:
    """Lists in lists, styles in styles, people and channels by name, code as typed."""
    part = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "one", "style": {"bold": True, "italic": True}}],
    }
    person: Person = shows(
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "user", "user_id": "U0NOBODY"},
                        {"type": "emoji", "name": "x", "unicode": "1f600"},
                    ],
                },
                {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [part]},
                {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": [part]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a,b\n1,2"}]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
            ],
        }
    )
    rich = f"{person.newest} .rich"
    assert person.text(f"{rich} p") == "@U0NOBODY😀"
    assert person.one(f"{rich} ol").get_attribute("start") == "3"
    assert [each.text for each in person.all(f"{rich} li b")] == ["one", "one"]
    assert person.text(f"{rich} pre") == "a,b\n1,2"
    assert person.text(f"{rich} blockquote") == "said"


def test_controls_tell_what_was_chosen(shows: Any) -> None:
    """Menus, dates, ticks and buttons send what they hold, and show it when they are drawn anew."""
    options = [{"text": plain(name), "value": name.lower()} for name in ("One", "Two")]
    person: Person = shows(
        {
            "type": "section",
            "text": plain("beside"),
            "accessory": {"type": "overflow", "action_id": "o", "options": options},
        },
        {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {"type": "static_select", "action_id": "menu", "placeholder": plain("Choose one"), "options": options},
                {"type": "datepicker", "action_id": "date", "initial_date": "2026-11-24"},
                {"type": "timepicker", "action_id": "time", "initial_time": "09:00"},
                {"type": "radio_buttons", "action_id": "radio", "options": options},
                {"type": "button", "action_id": "do", "text": plain("Do it"), "value": "done", "style": "primary"},
                {"type": "users_select", "action_id": "who", "placeholder": plain("Whom")},
                {"type": "channels_select", "action_id": "where", "placeholder": plain("Where")},
            ],
        },
    )
    row = f"{person.newest} .actions"
    person.choose("Choose one", "Two", row)
    assert held(person, "menu")["selected_option"]["value"] == "two"
    person.until(lambda: Select(person.all(f"{row} select")[0]).first_selected_option.text == "Two")
    assert person.one(f"{row} [type=date]").get_attribute("value") == "2026-11-24"
    assert person.one(f"{row} [type=time]").get_attribute("value") == "09:00"
    person.clicks(f"{row} [type=radio]", 1)
    assert held(person, "radio")["selected_option"]["value"] == "two"
    person.choose("Whom", "Amara Obi", row)
    assert held(person, "who")["selected_user"] == person.demo.person("amara")
    person.choose("Where", "#marketing", row)
    assert held(person, "where")["selected_channel"] == person.demo.channel("marketing")
    person.press("Do it", row)
    assert held(person, "do")["value"] == "done"
    person.press("More", f"{person.newest} .accessory")
    person.press("Two", f"{person.newest} .accessory")
    assert held(person, "o")["selected_option"]["value"] == "two"


def held(person: Person, action: str) -> dict[str, Any]:
    """What the app was told of a control."""

    def look() -> dict[str, Any] | None:
        taps = person.demo.call(
            lambda stage: [
                act for each in stage.slack.deliveries("interaction") for act in each.body.get("actions", [])
            ]
        )
        return next((tap for tap in reversed(taps) if tap["action_id"] == action), None)

    return person.until(look)


def test_nothing_is_loaded_from_elsewhere(shows: Any) -> None:
    """A picture at an address is a link; one that was uploaded is shown."""
    person: Person = shows({"type": "image", "image_url": "https://example.com/x.png", "alt_text": "A chart of spend"})
    assert person.one(f"{person.newest} .image a").text == "A chart of spend"
    assert (
        person.run(
            "return performance.getEntriesByType('resource').filter(each => !each.name.startsWith(origin)).length"
        )
        == 0
    )
