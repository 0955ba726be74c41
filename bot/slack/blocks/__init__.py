"""What everything looks like in Slack: pure functions from frozen values to blocks and views. No I/O, no Bolt.

    Message(text, blocks)                what chat.postMessage takes: `text` says it all in words
    Message.plainer                      what to post when Slack refuses the blocks; again until it is None
    render(answer, controls)             the message of any Answer
    Controls(quote, catalog, version, private)
                                         what the controls under it carry: the stored quote's id and version (count
                                         it up when a message is updated), the catalog for the menus, and whether
                                         only one person sees it (then there is Share)
    file_message(sentences, answer, controls, outliers=…)
                                         the same for a file of prompts or pictures
    examples() greeting() PROMPTS        /cost alone; the messages tab
    digest(Digest, id, preview=…) digest_help(action_id)
                                         the weekly summary as the delivery's Content; what the buttons of one without
                                         spend say
    failed(id) too_many(seconds) gone() elsewhere(channels) shared_by(user, message) sentence(text)
    WORKING WORKING_STEPS COUNTING_FILE  status texts

    home_view(Home) price_ages(catalog, at)
    offer_message schedules_message home_schedules
                                         weekly summaries: offered, scheduled, on App Home
    builder change_count change_job settings_view schedule_view budget_view keys_view key_view why_view csv_view
    stored_view removed_view
                                         modals; `metadata` goes into private_metadata as it is
    read_job read_count read_settings read_schedule read_budget read_name
                                         `view["state"]["values"]` -> a value, or Wrong with the errors a block

What controls are called and carry: `bot.slack.blocks.ids`, which also reads them back.
"""

from bot.slack.blocks.answers import render
from bot.slack.blocks.budget_form import BudgetForm, budget_view, read_budget
from bot.slack.blocks.controls import Controls
from bot.slack.blocks.digest import digest
from bot.slack.blocks.digest_help import digest_help
from bot.slack.blocks.forms import Wrong, builder, change_count, change_job, read_count, read_job
from bot.slack.blocks.home import Home, HomeQuote, PriceAge, home_view, price_ages
from bot.slack.blocks.keys import ServiceKey, key_view, keys_view, read_name
from bot.slack.blocks.message import Message
from bot.slack.blocks.money import BudgetLine, alert_message, budgets_message, home_spend, logged_message, noted_message
from bot.slack.blocks.notices import (
    COUNTING_FILE,
    PROMPTS,
    PROMPTS_TITLE,
    WORKING,
    WORKING_STEPS,
    elsewhere,
    failed,
    gone,
    greeting,
    sentence,
    shared_by,
    stored_offer,
    too_many,
)
from bot.slack.blocks.reading import csv_view, removed_view, stored_view, why_view
from bot.slack.blocks.said import examples
from bot.slack.blocks.schedule import DECLINED, ScheduleLine, home_schedules, offer_message, schedules_message
from bot.slack.blocks.schedule_form import ScheduleForm, read_schedule, schedule_view
from bot.slack.blocks.settings import SettingsForm, read_settings, settings_view
from bot.slack.blocks.spend import spend_message
from bot.slack.blocks.uploads import file_message
from bot.slack.blocks.words import in_words

__all__ = [
    "COUNTING_FILE",
    "DECLINED",
    "PROMPTS",
    "PROMPTS_TITLE",
    "WORKING",
    "WORKING_STEPS",
    "BudgetForm",
    "BudgetLine",
    "Controls",
    "Home",
    "HomeQuote",
    "Message",
    "PriceAge",
    "ScheduleForm",
    "ScheduleLine",
    "ServiceKey",
    "SettingsForm",
    "Wrong",
    "alert_message",
    "budget_view",
    "budgets_message",
    "builder",
    "change_count",
    "change_job",
    "csv_view",
    "digest",
    "digest_help",
    "elsewhere",
    "examples",
    "failed",
    "file_message",
    "gone",
    "greeting",
    "home_schedules",
    "home_spend",
    "home_view",
    "in_words",
    "key_view",
    "keys_view",
    "logged_message",
    "noted_message",
    "offer_message",
    "price_ages",
    "read_budget",
    "read_count",
    "read_job",
    "read_name",
    "read_schedule",
    "read_settings",
    "removed_view",
    "render",
    "schedule_view",
    "schedules_message",
    "sentence",
    "settings_view",
    "shared_by",
    "spend_message",
    "stored_offer",
    "stored_view",
    "too_many",
    "why_view",
]
