"""Files that people send: prompts counted one by one, pictures measured by their headers. Knows no Slack.

`receive` a stream or make an `Upload`, `take_in` what came, `ask_about` it; `check_address` comes before any fetch.
"""

from bot.uploads.address import check_address, may_fetch
from bot.uploads.asking import ask_about, ask_later
from bot.uploads.count import Counted, CountedPrompt, Outlier, Summary, count_prompts
from bot.uploads.facts import Facts
from bot.uploads.intake import Intake, Received, Upload, receive, take_in
from bot.uploads.pictures import Picture, picture_of, read_picture
from bot.uploads.prompts import Prompts, lines_of, prompts_of
from bot.uploads.refusal import UploadRefused, read_limited
from bot.uploads.report import as_file, prompts_csv, quote_csv

__all__ = [
    "Counted",
    "CountedPrompt",
    "Facts",
    "Intake",
    "Outlier",
    "Picture",
    "Prompts",
    "Received",
    "Summary",
    "Upload",
    "UploadRefused",
    "as_file",
    "ask_about",
    "ask_later",
    "check_address",
    "count_prompts",
    "lines_of",
    "may_fetch",
    "picture_of",
    "prompts_csv",
    "prompts_of",
    "quote_csv",
    "read_limited",
    "read_picture",
    "receive",
    "take_in",
]
