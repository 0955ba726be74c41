"""What everything looks like in Slack: pure functions from frozen values to blocks and views. No I/O, no Bolt.

    Message(text, blocks)                what chat.postMessage takes: `text` says it all in words
    answer_message(answer, controls)     the message of any Answer
    Controls(quote, catalog, version, private)
                                         what the controls under it carry: the stored quote's id and version (count
                                         it up when a message is updated), the catalog for the menus, and whether
                                         only one person sees it (then there is Share)
    without_charts(message)              the variant after `invalid_blocks`; without_tables(message) after that again
    help_message() greeting() PROMPTS    /cost alone; the messages tab
    prompts_message pictures_message     files: what was counted or measured, then the quote
    error_message(id) busy_message(seconds) removed_message() refused_message(sentence)
    WORKING WORKING_STEPS COUNTING_FILE  status texts

    home_view(Home) price_ages(catalog, at)
    builder change_count change_job settings_view why_view csv_view stored_view removed_view
                                         modals; `metadata` goes into private_metadata as it is
    read_job read_count read_settings    `view["state"]["values"]` -> a value, or Wrong with the errors a block

What controls are called and carry: `bot.slack.blocks.ids`; `change_of(action)` and `request_of(action)` read them.
"""

from bot.slack.blocks.answers import answer_message
from bot.slack.blocks.controls import Controls
from bot.slack.blocks.csv import quote_csv
from bot.slack.blocks.fit import without_charts, without_tables
from bot.slack.blocks.forms import Wrong, builder, change_count, change_job, read_count, read_job
from bot.slack.blocks.home import Home, HomeQuote, PriceAge, home_view, price_ages
from bot.slack.blocks.ids import Change, change_of, quote_of, request_of
from bot.slack.blocks.kit import Message
from bot.slack.blocks.notices import (
    COUNTING_FILE,
    PROMPTS,
    PROMPTS_TITLE,
    WORKING,
    WORKING_STEPS,
    busy_message,
    error_message,
    greeting,
    refused_message,
    removed_message,
    shared,
)
from bot.slack.blocks.reading import csv_view, removed_view, stored_view, why_view
from bot.slack.blocks.said import help_message
from bot.slack.blocks.settings import SettingsForm, read_settings, settings_view
from bot.slack.blocks.uploads import Counted, Pictured, pictures_message, prompts_message

__all__ = [
    "COUNTING_FILE",
    "PROMPTS",
    "PROMPTS_TITLE",
    "WORKING",
    "WORKING_STEPS",
    "Change",
    "Controls",
    "Counted",
    "Home",
    "HomeQuote",
    "Message",
    "Pictured",
    "PriceAge",
    "SettingsForm",
    "Wrong",
    "answer_message",
    "builder",
    "busy_message",
    "change_count",
    "change_job",
    "change_of",
    "csv_view",
    "error_message",
    "greeting",
    "help_message",
    "home_view",
    "pictures_message",
    "price_ages",
    "prompts_message",
    "quote_csv",
    "quote_of",
    "read_count",
    "read_job",
    "read_settings",
    "refused_message",
    "removed_message",
    "removed_view",
    "request_of",
    "settings_view",
    "shared",
    "stored_view",
    "why_view",
    "without_charts",
    "without_tables",
]
