"""The validator refuses what Slack's reference pages forbid, limit by limit, and takes what stands on the edge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.playground.blocks import BLOCKS, check_message, check_view
from bot.playground.refusals import Refused
from tests.playground import kit
from tests.playground.kit import (
    Json,
    actions,
    button,
    cell,
    chart,
    data_table,
    mrkdwn,
    pie,
    plain,
    section,
    select,
    table,
)


def error_of(check: Callable[[], None]) -> str:
    """The error with which something is refused; empty when it passes."""
    try:
        check()
    except Refused as refused:
        return refused.error
    return ""


def refusal(*blocks: Any) -> tuple[str, str]:
    """The error and the first message with which a message of these blocks is refused."""
    with pytest.raises(Refused) as refused:
        check_message(list(blocks))
    return refused.value.error, (refused.value.messages or [""])[0]


IMAGE = {"type": "image", "alt_text": "a chart", "image_url": "https://example.com/a.png"}

PICTURE = {"type": "image", "alt_text": "a", "image_url": "https://example.com/a.png"}
GROUP = {"label": plain("g" * 75), "options": kit.options(1)}
VIDEO = {
    "type": "video",
    "alt_text": "a",
    "title": plain("t" * 199),
    "thumbnail_url": "https://example.com/a.png",
    "video_url": "https://example.com/a.mp4",
}
LINK = {"type": "link", "url": "https://example.com"}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [LINK, {"type": "emoji", "name": "eyes"}]}],
        },
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a"}]},
        {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1"}]},
    ],
}

EDGE: list[list[Json]] = [
    [section("a" * 3000)],
    [section(fields=[mrkdwn("a" * 1000)] * 10)],
    [{"type": "section", "fields": [mrkdwn("a" * 2000)]}],
    [{"type": "header", "text": plain("a" * 150)}],
    [{"type": "divider"}] * 50,
    [{"type": "context", "elements": [mrkdwn("a")] * 9 + [IMAGE]}],
    [actions(*(button(action_id=f"a{i}") for i in range(25)))],
    [actions(button("a" * 75, value="v" * 2000, url="https://example.com/" + "a" * 2980, style="primary"))],
    [actions(select(100, placeholder=plain("a" * 150), initial_option=kit.options(1)[0]))],
    [actions({"type": "overflow", "action_id": "more", "options": kit.options(5)})],
    [actions({"type": "timepicker", "action_id": "t", "initial_time": "23:59"})],
    [actions({"type": "external_select", "action_id": "e", "min_query_length": 0})],
    [section(accessory={"type": "multi_users_select", "action_id": "u"})],
    [section(accessory={"type": "checkboxes", "action_id": "c", "options": kit.options(10)})],
    [IMAGE, {"type": "image", "alt_text": "a", "slack_file": {"id": "F1"}, "title": plain("t")}],
    [{"type": "markdown", "text": "a" * 12_000}],
    [table(100, 20)],
    [table(column_settings=[{"align": "right"}, None])],
    [data_table(101, 20, page_size=100)],
    [chart(series=6, points=20, label="p" * 18), pie(*[1] * 6)],
    [chart("line"), chart("area")],
    [kit.rich()],
    [VIDEO, {"type": "file", "external_id": "x", "source": "remote"}],
    [actions({"type": "static_select", "action_id": "m", "option_groups": [GROUP] * 100})],
    [kit.input_({"type": "number_input", "action_id": "n", "is_decimal_allowed": True, "min_value": "0.5"})],
    [kit.input_({"type": "email_text_input", "action_id": "e"}, hint=plain("h" * 2000))],
    [actions({"type": "conversations_select", "action_id": "c", "filter": {"include": ["public"]}})],
    [{"type": "table", "rows": [[kit.rich("a" * 9999), {"type": "raw_number", "value": 1, "text": "1"}]]}],
    [RICH],
    [kit.card(icon=PICTURE, hero_image=PICTURE)],
    [kit.card(body=mrkdwn("b" * 200), actions=[button(action_id=f"a{i}") for i in range(3)])],
    [{"type": "carousel", "elements": [kit.card()] * 10}],
    [{"type": "container", "title": plain("t"), "child_blocks": [section()] * 10, "is_collapsible": True}],
    [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "f",
                    "positive_button": {"text": plain("good"), "value": "1"},
                    "negative_button": {"text": plain("bad"), "value": "0"},
                }
            ],
        }
    ],
    [{"type": "task_card", "task_id": "1", "title": "Counting", "status": "in_progress", "output": kit.rich()}],
    [
        {
            "type": "plan",
            "title": "Plan",
            "tasks": [{"type": "task_card", "task_id": "1", "title": "t", "status": "pending"}],
        }
    ],
    [kit.input_({"type": "plain_text_input", "action_id": "t", "max_length": 3000})],
    [section("a" * 3000)] * 4 + [section("a" * 1200)],
]

REFUSED: dict[str, tuple[list[Any], str]] = {
    "51 blocks": ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    "an unknown type": ([{"type": "chart"}], "unsupported type: chart [json-pointer:/blocks/0/type]"),
    "no type": ([{"text": "a"}], "missing required field: type [json-pointer:/blocks/0]"),
    "section 3001": ([section("a" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    "section empty": ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    "section of nothing": ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    "11 fields": (
        [section(fields=[mrkdwn("a")] * 11)],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    "field 2001": (
        [section(fields=[mrkdwn("a" * 2001)])],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    "header 151": (
        [{"type": "header", "text": plain("a" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "header in mrkdwn": (
        [{"type": "header", "text": mrkdwn("a")}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "11 in context": (
        [{"type": "context", "elements": [mrkdwn("a")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "26 actions": (
        [actions(*(button(action_id=f"a{i}") for i in range(26)))],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "one action_id twice": (
        [actions(button(), button())],
        '`action_id` "go" already exists for another element in this block '
        "[json-pointer:/blocks/0/elements/1/action_id]",
    ),
    "one block_id twice": (
        [section(block_id="b"), section(block_id="b")],
        '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
    ),
    "block_id 256": (
        [section(block_id="b" * 256)],
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    "action_id 256": (
        [actions(button(action_id="a" * 256))],
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    "button 76": (
        [actions(button("a" * 76))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "button value 2001": (
        [actions(button(value="a" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "button url 3001": (
        [actions(button(url="https://" + "a" * 2993))],
        "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
    ),
    "button style": (
        [actions(button(style="blue"))],
        "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    "101 options": (
        [actions(select(101))],
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "no options": ([actions(select(0))], "no less than 1 items allowed [json-pointer:/blocks/0/elements/0/options]"),
    "option 76": (
        [actions({"type": "static_select", "action_id": "m", "options": kit.options(1, "o" * 75)})],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    "option value 151": (
        [actions({"type": "static_select", "action_id": "m", "options": [{"text": plain("a"), "value": "v" * 151}]})],
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    "an initial option that is none": (
        [actions(select(initial_option={"text": plain("x"), "value": "x"}))],
        "initial option must match one of the options [json-pointer:/blocks/0/elements/0]",
    ),
    "6 in an overflow": (
        [actions({"type": "overflow", "action_id": "m", "options": kit.options(6)})],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "11 checkboxes": (
        [actions({"type": "checkboxes", "action_id": "m", "options": kit.options(11)})],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "an input among actions": (
        [actions({"type": "plain_text_input", "action_id": "m"})],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "a wrong time": (
        [actions({"type": "timepicker", "action_id": "t", "initial_time": "24:00"})],
        "invalid time format [json-pointer:/blocks/0/elements/0/initial_time]",
    ),
    "number_input that leaves decimals open": (
        [kit.input_({"type": "number_input", "action_id": "n"})],
        "missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]",
    ),
    "image without alt text": (
        [{"type": "image", "image_url": "https://example.com/a.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "image of two sources": (
        [{**IMAGE, "slack_file": {"id": "F1"}}],
        "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
    ),
    "slack_file by id and url": (
        [{"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "https://x.y/z"}}],
        "must define either `id` or `url` [json-pointer:/blocks/0/slack_file]",
    ),
    "markdown 12001": (
        [{"type": "markdown", "text": "a" * 12_001}],
        "must be less than 12001 characters [json-pointer:/blocks/0/text]",
    ),
    "markdown 12001 in two": (
        [{"type": "markdown", "text": "a" * 6_000}, {"type": "markdown", "text": "a" * 6_001}],
        "must be less than 12001 characters in all markdown blocks [json-pointer:/blocks/1/text]",
    ),
    "101 rows": ([table(101)], "no more than 100 items allowed [json-pointer:/blocks/0/rows]"),
    "21 columns": ([table(1, 21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    "10,001 characters in cells": (
        [table(1, 2, "a" * 5001)],
        "must be less than 10001 characters in all cells [json-pointer:/blocks/0/rows]",
    ),
    "an empty cell": ([table(1, 1, "")], "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]"),
    "a second table": ([table(), table()], "only_one_table_allowed [json-pointer:/blocks]"),
    "a number that is none": (
        [{"type": "table", "rows": [[{"type": "raw_number", "value": "1", "text": "1"}]]}],
        "must provide a number [json-pointer:/blocks/0/rows/0/0/value]",
    ),
    "data_table without a caption": (
        [table(kind="data_table")],
        "missing required field: caption [json-pointer:/blocks/0]",
    ),
    "data_table of a header alone": ([data_table(1)], "no less than 2 items allowed [json-pointer:/blocks/0/rows]"),
    "data_table 102 rows": ([data_table(102)], "no more than 101 items allowed [json-pointer:/blocks/0/rows]"),
    "data_table 21 columns": ([data_table(2, 21)], "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]"),
    "data_table page 101": (
        [data_table(page_size=101)],
        "must be a number from 1 to 100 [json-pointer:/blocks/0/page_size]",
    ),
    "data_table of rows of two lengths": (
        [{"type": "data_table", "caption": "c", "rows": [[cell()], [cell(), cell()]]}],
        "all rows must have the same number of cells [json-pointer:/blocks/0/rows]",
    ),
    "rich text in a header": (
        [{"type": "data_table", "caption": "c", "rows": [[kit.rich()], [cell()]]}],
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "7 series": ([chart(series=7)], "no more than 6 items allowed [json-pointer:/blocks/0/chart/series]"),
    "21 points": (
        [chart(points=21)],
        "no more than 20 items allowed [json-pointer:/blocks/0/chart/axis_config/categories]",
    ),
    "21-character labels": (
        [chart(label="p" * 20)],
        "must be less than 21 characters [json-pointer:/blocks/0/chart/axis_config/categories/0]",
    ),
    "chart title 51": (
        [chart(title="t" * 51)],
        "must be less than 51 characters [json-pointer:/blocks/0/title]",
    ),
    "3 charts": ([chart()] * 3, "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"),
    "pie value 0": ([pie(1, 0)], "must be greater than 0 [json-pointer:/blocks/0/chart/segments/1/value]"),
    "7 segments": ([pie(*[1] * 7)], "no more than 6 items allowed [json-pointer:/blocks/0/chart/segments]"),
    "a series that misses a category": (
        [
            {
                "type": "data_visualization",
                "title": "t",
                "chart": {
                    "type": "bar",
                    "series": [{"name": "s", "data": [{"label": "a", "value": 1}]}],
                    "axis_config": {"categories": ["a", "b"]},
                },
            }
        ],
        "must have one data point for each category [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    "alert in a message": (
        [{"type": "alert", "text": plain("a")}],
        "unsupported type: alert [json-pointer:/blocks/0/type]",
    ),
    "card body 201": (
        [kit.card(body=mrkdwn("b" * 201))],
        "must be less than 201 characters [json-pointer:/blocks/0/body/text]",
    ),
    "4 buttons on a card": (
        [kit.card(actions=[button(action_id=f"a{i}") for i in range(4)])],
        "no more than 3 items allowed [json-pointer:/blocks/0/actions]",
    ),
    "11 cards": (
        [{"type": "carousel", "elements": [kit.card()] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "11 in a container": (
        [{"type": "container", "title": plain("t"), "child_blocks": [section()] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]",
    ),
    "a chart in a container": (
        [{"type": "container", "title": plain("t"), "child_blocks": [chart()]}],
        "unsupported type: data_visualization [json-pointer:/blocks/0/child_blocks/0/type]",
    ),
    "a bad block in a container": (
        [{"type": "container", "title": plain("t"), "child_blocks": [section("a" * 3001)]}],
        "must be less than 3001 characters [json-pointer:/blocks/0/child_blocks/0/text/text]",
    ),
    "6 in context_actions": (
        [{"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain("t")}] * 6}],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "a task in no state": (
        [{"type": "task_card", "task_id": "1", "title": "t", "status": "done"}],
        "must be one of: pending, in_progress, complete, error [json-pointer:/blocks/0/status]",
    ),
    "a list in a sentence": (
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "rich_text_list"}]}]}],
        "unsupported type: rich_text_list [json-pointer:/blocks/0/elements/0/elements/0/type]",
    ),
    "no text and no fields": (
        [{"type": "section", "text": None}],
        "must define either `text` or `fields` [json-pointer:/blocks/0]",
    ),
    "options and groups at once": (
        [actions({"type": "static_select", "action_id": "m", "options": kit.options(1), "option_groups": [GROUP]})],
        "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0]",
    ),
    "group label 76": (
        [actions({"type": "static_select", "action_id": "m", "option_groups": [{**GROUP, "label": plain("g" * 76)}]})],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/option_groups/0/label/text]",
    ),
    "option groups of checkboxes": (
        [actions({"type": "checkboxes", "action_id": "m", "option_groups": [GROUP]})],
        "additional field: option_groups [json-pointer:/blocks/0/elements/0]",
    ),
    "placeholder 151": (
        [actions(select(placeholder=plain("p" * 151)))],
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/placeholder/text]",
    ),
    "a number in words": (
        [kit.input_({"type": "number_input", "action_id": "n", "is_decimal_allowed": True, "min_value": "one"})],
        "must be a number in a string [json-pointer:/blocks/0/element/min_value]",
    ),
    "a half where whole numbers are wanted": (
        [kit.input_({"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "0.5"})],
        "must be an integer [json-pointer:/blocks/0/element/min_value]",
    ),
    "an initial value over max_length": (
        [kit.input_({"type": "plain_text_input", "action_id": "t", "max_length": 2, "initial_value": "abc"})],
        "must be less than 3 characters [json-pointer:/blocks/0/element/initial_value]",
    ),
    "label 2001": (
        [kit.input_({"type": "plain_text_input", "action_id": "t"}, "l" * 2001)],
        "must be less than 2001 characters [json-pointer:/blocks/0/label/text]",
    ),
    "files in a message": (
        [kit.input_({"type": "file_input", "action_id": "f"})],
        "unsupported type: file_input [json-pointer:/blocks/0/element/type]",
    ),
    "a date in words": (
        [actions({"type": "datepicker", "action_id": "d", "initial_date": "tomorrow"})],
        "invalid date format [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    "emoji in mrkdwn": (
        [section(fields=[{**mrkdwn("a"), "emoji": True}])],
        "additional field: emoji [json-pointer:/blocks/0/fields/0]",
    ),
    "an address that is none": (
        [actions(button(url="example"))],
        "must be a valid URL [json-pointer:/blocks/0/elements/0/url]",
    ),
    "alt text 2001": (
        [{**IMAGE, "alt_text": "a" * 2001}],
        "must be less than 2001 characters [json-pointer:/blocks/0/alt_text]",
    ),
    "a link without address": (
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "link"}]}]}],
        "missing required field: url [json-pointer:/blocks/0/elements/0/elements/0]",
    ),
    "video title 200": (
        [{**VIDEO, "title": plain("t" * 200)}],
        "must be less than 200 characters [json-pointer:/blocks/0/title/text]",
    ),
    "feedback without its other half": (
        [
            {
                "type": "context_actions",
                "elements": [{"type": "feedback_buttons", "action_id": "f", "positive_button": {}}],
            }
        ],
        "missing required field: negative_button [json-pointer:/blocks/0/elements/0]",
    ),
    "an empty card": (
        [{"type": "card", "subtitle": mrkdwn("s")}],
        "must define at least one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0]",
    ),
    "a section in a carousel": (
        [{"type": "carousel", "elements": [section()]}],
        "unsupported type: section [json-pointer:/blocks/0/elements/0/type]",
    ),
    "a container without title": (
        [{"type": "container", "child_blocks": [section()]}],
        "must define either `title` or `rich_text_title` [json-pointer:/blocks/0]",
    ),
    "collapsed for ever": (
        [{"type": "container", "title": plain("t"), "child_blocks": [section()], "default_collapsed": True}],
        "requires `is_collapsible` [json-pointer:/blocks/0/default_collapsed]",
    ),
    "a column aligned nowhere": (
        [table(column_settings=[{"align": "top"}])],
        "must be one of: left, center, right [json-pointer:/blocks/0/column_settings/0/align]",
    ),
    "two series of one name": (
        [
            {
                "type": "data_visualization",
                "title": "t",
                "chart": {
                    "type": "line",
                    "series": [{"name": "s", "data": [{"label": "a", "value": 1}]}] * 2,
                    "axis_config": {"categories": ["a"]},
                },
            }
        ],
        "names must be unique [json-pointer:/blocks/0/chart/series]",
    ),
    "a point without a number": (
        [pie("1")],  # type: ignore[arg-type]
        "must provide a number [json-pointer:/blocks/0/chart/segments/0/value]",
    ),
    "a chart of no kind": (
        [{"type": "data_visualization", "title": "t", "chart": {"type": "radar", "series": [], "axis_config": {}}}],
        "must be one of: bar, line, area, pie [json-pointer:/blocks/0/chart/type]",
    ),
    "confirm title 101": (
        [
            actions(
                button(
                    confirm={"title": plain("t" * 101), "text": plain("t"), "confirm": plain("y"), "deny": plain("n")}
                )
            )
        ],
        "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
    ),
}


@pytest.mark.parametrize("blocks", EDGE, ids=lambda blocks: blocks[0]["type"])
def test_takes_what_stands_on_the_edge(blocks: list[Json]) -> None:
    """Each limit itself is allowed."""
    check_message(blocks)


@pytest.mark.parametrize(("blocks", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refuses_in_a_message(blocks: list[Any], message: str) -> None:
    """One step over a limit is invalid_blocks, with the place."""
    assert refusal(*blocks) == ("invalid_blocks", message)


def test_sum_of_characters() -> None:
    """13,200 characters pass and one more does not, although every block keeps its own limit."""
    blocks = [section("a" * 2640, block_id=f"b{i}") for i in range(5)]
    check_message(blocks)
    assert refusal(*blocks[:-1], section("a" * 2641)) == ("msg_blocks_too_long", "")


def test_blocks_that_are_no_list() -> None:
    """What is no list of objects is invalid_blocks_format."""
    for blocks in ("[]", {"type": "divider"}, ["divider"]):
        with pytest.raises(Refused, match="invalid_blocks_format"):
            check_message(blocks)


MESSAGES_ONLY = [
    {"type": "markdown", "text": "a"},
    table(),
    data_table(),
    chart(),
    kit.card(),
    {"type": "carousel", "elements": [kit.card()]},
    {"type": "context_actions", "elements": [{"type": "icon_button", "icon": "trash", "text": plain("t")}]},
    {"type": "task_card", "task_id": "1", "title": "t", "status": "pending"},
]


@pytest.mark.parametrize("block", MESSAGES_ONLY, ids=lambda block: block["type"])
def test_some_blocks_are_for_messages_alone(block: Json) -> None:
    """Modals and App Home refuse them."""
    for view, home in ((kit.modal(block), False), (kit.home(block), True)):
        with pytest.raises(Refused) as refused:
            check_view(view, home=home)
        assert refused.value.error == "invalid_arguments"
        assert f"unsupported type: {block['type']} [json-pointer:/view/blocks/0/type]" in refused.value.messages


VIEWS: dict[str, tuple[Json, str]] = {
    "title 25": (kit.modal(title=plain("t" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
    "submit 25": (
        kit.modal(submit=plain("t" * 25)),
        "must be less than 25 characters [json-pointer:/view/submit/text]",
    ),
    "close 25": (kit.modal(close=plain("t" * 25)), "must be less than 25 characters [json-pointer:/view/close/text]"),
    "no title": ({"type": "modal", "blocks": [section()]}, "missing required field: title [json-pointer:/view]"),
    "private_metadata 3001": (
        kit.modal(private_metadata="p" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    "callback_id 256": (
        kit.modal(callback_id="c" * 256),
        "must be less than 256 characters [json-pointer:/view/callback_id]",
    ),
    "101 blocks": (kit.modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    "no blocks": ({**kit.modal(), "blocks": []}, "no less than 1 items allowed [json-pointer:/view/blocks]"),
    "alert 201": (
        kit.modal({"type": "alert", "text": plain("a" * 201)}),
        "must be less than 201 characters [json-pointer:/view/blocks/0/text/text]",
    ),
    "inputs without submit": (
        {**kit.modal(kit.input_({"type": "plain_text_input", "action_id": "t"})), "submit": None},
        "missing required field: submit [json-pointer:/view]",
    ),
    "a home opened as a modal": (kit.home(), "unsupported type: home [json-pointer:/view/type]"),
}


@pytest.mark.parametrize(("view", "message"), VIEWS.values(), ids=VIEWS.keys())
def test_refuses_a_view(view: Json, message: str) -> None:
    """A modal that breaks a limit is invalid_arguments, with the place."""
    with pytest.raises(Refused) as refused:
        check_view(view)
    assert refused.value.error == "invalid_arguments"
    assert refused.value.messages[:2] == ["failed to match all allowed schemas [json-pointer:/view]", message]


def test_takes_views_on_the_edge() -> None:
    """100 blocks, 24 characters and 3,000 of private_metadata are allowed; an alert in a modal too."""
    check_view(kit.modal(*[section()] * 100, title=plain("t" * 24), private_metadata="p" * 3000))
    check_view(kit.modal({"type": "alert", "text": plain("a" * 200), "level": "warning"}))
    check_view(kit.home(*[section()] * 100), home=True)


def test_a_view_of_over_250_kilobytes() -> None:
    """Its bytes count, not its characters."""
    check_view(kit.modal(*[section("a" * 2400)] * 100))
    with pytest.raises(Refused, match="view_too_large"):
        check_view(kit.modal(*[section("ä" * 1300)] * 100))


@pytest.mark.parametrize("blocks", EDGE, ids=lambda blocks: blocks[0]["type"])
def test_slack_sdks_models_agree_with_the_edge(blocks: list[Json]) -> None:
    """What passes here passes the models of slack_sdk, for the types that they know."""
    for block in blocks:
        if block["type"] not in {"data_table", "data_visualization"}:
            parsed = Block.parse(block)
            assert parsed is not None
            parsed.to_dict()


@pytest.mark.parametrize(
    "name", ["section 3001", "header 151", "26 actions", "button 76", "markdown 12001", "11 cards"]
)
def test_slack_sdks_models_agree_with_refusals(name: str) -> None:
    """What slack_sdk's models refuse is refused here."""
    for block in REFUSED[name][0]:
        parsed = Block.parse(block)
        assert parsed is not None
        with pytest.raises(Exception, match=r"cannot exceed|must be"):
            parsed.to_dict()


def test_slack_sdks_view_agrees() -> None:
    """A modal on the edge passes the model too."""
    View(**kit.modal(*[section()] * 100, title=plain("t" * 24))).to_dict()


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(sorted(BLOCKS)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "type text elements fields accessory element label rows chart series data axis_config categories "
                "segments "
                "options option_groups block_id action_id alt_text slack_file title child_blocks tasks confirm".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JUNK, JUNK)
def test_junk_is_refused_and_never_raises_anything_else(blocks: Any, view: Any) -> None:
    """Whatever JSON comes, the answer is yes or one of Slack's errors."""
    for check in (lambda: check_message(blocks), lambda: check_view(view), lambda: check_view(view, home=True)):
        assert error_of(check) in {"", "invalid_blocks", "invalid_blocks_format", "invalid_arguments"}


@given(st.sampled_from([block for blocks in EDGE for block in blocks]), st.data())
def test_a_good_block_with_one_part_spoilt_never_raises_anything_else(block: Json, data: st.DataObject) -> None:
    """Junk deep inside a good block is a refusal at most."""
    spoilt = _spoilt(block, data)
    assert error_of(lambda: check_message([spoilt])) in {"", "invalid_blocks", "invalid_blocks_format"}


def _spoilt(value: Any, data: st.DataObject) -> Any:
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: _spoilt(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.booleans()):
        return [_spoilt(value[0], data), *value[1:]]
    return data.draw(JUNK)
