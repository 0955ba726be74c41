"""The command line: `pennyworth ask`, `prices`, `usage`, `run` and so on. What is printed is made elsewhere."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.clock import Clock, FixedClock, SystemClock
from bot.errors import UsageError
from bot.settings import Settings
from pricing.quote import BASES

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


UNUSABLE = 2
"""Exit status for arguments, settings or input that cannot be used."""

INTERRUPTED = 130
"""Exit status when a person ends a command with Ctrl-C, as shells have it."""

DEMO_PORT = 4242
"""Where the demo's page is, unless the port is taken or another one asked for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        status: int = chosen.run(chosen)
        if sys.stdout:
            sys.stdout.flush()
    except UsageError as wrong:
        print(f"pennyworth: {wrong}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="pennyworth", description="What AI images cost, exactly and honestly.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for add in (_add_ask, _add_prices, _add_usage, _add_digest, _add_demo, _add_running):
        add(commands)
    return parser


def _add_ask(commands: Commands) -> None:
    ask = commands.add_parser("ask", help="answer a question about costs")
    ask.add_argument("text", nargs="?", help="the question, in plain words")
    ask.add_argument("--json", action="store_true", help="print the answer object")
    ask.add_argument(
        "--jsonl", action="store_true", help='read {"text": …, "thread": […]} lines, print an object a line'
    )
    ask.add_argument("--schema", action="store_true", help="print the JSON Schema of the answer object")
    ask.add_argument("--thread", action="append", default=[], metavar="TEXT", help="an earlier message, oldest first")
    ask.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day (UTC) to answer for")
    ask.add_argument("--basis", choices=BASES, help="what the headline counts")
    ask.set_defaults(run=_ask)


def _add_prices(commands: Commands) -> None:
    prices = commands.add_parser("prices", help="the price lists")
    what = prices.add_subparsers(required=True, metavar="WHAT")
    for name, help_text in (
        ("list", "every model"),
        ("show", "one model's prices"),
        ("check", "age and agreement"),
    ):
        command = what.add_parser(name, help=help_text)
        if name == "show":
            command.add_argument("model")
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day (UTC) to answer for")
        command.set_defaults(run=_prices, what=name)


def _add_usage(commands: Commands) -> None:
    usage = commands.add_parser("usage", help="what was really used and spent")
    what = usage.add_subparsers(required=True, metavar="WHAT")
    files = what.add_parser("import", help="record the usage in files; docs/spend.md has their columns")
    files.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or JSON Lines")
    files.add_argument("--model", default="", help="of Images API answers, which do not name theirs")
    sync = what.add_parser("sync", help="read the sources that are set up")
    export = what.add_parser("export", help="write the ledger, or who changed what, to a CSV file")
    export.add_argument("file", type=Path, metavar="FILE")
    form = export.add_mutually_exclusive_group()
    form.add_argument("--focus", action="store_true", help="FOCUS columns")
    form.add_argument("--audit", action="store_true", help="changes of budgets, prices and settings instead")
    for name, command in (("import", files), ("sync", sync), ("export", export)):
        command.set_defaults(run=_usage, what=name)


def _add_digest(commands: Commands) -> None:
    digest = commands.add_parser("digest", help="weekly summaries: a preview, when they go out, what was posted")
    what = digest.add_subparsers(required=True, metavar="WHAT")
    preview = what.add_parser("preview", help="what a summary says of the last whole week")
    preview.add_argument("--at", type=_instant, metavar="INSTANT", help="as of then, such as 2026-11-23T09:00+01:00")
    preview.add_argument("channel", metavar="CHANNEL", help="the ID of a channel (C…) or of a person (U…)")
    due = what.add_parser("due", help="what waits to be posted, and when the next ones go out")
    history = what.add_parser("history", help="what was posted when, by which attempt, or why not")
    for name, command in (("preview", preview), ("due", due), ("history", history)):
        command.set_defaults(run=_digest, what=name)


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="a tour, then a small Slack workspace with the bot in it, in your browser")
    demo.add_argument("--text", action="store_true", help="stay in the terminal: a conversation there")
    demo.add_argument("--no-browser", action="store_true", help="print the page's address, open no browser")
    demo.add_argument(
        "--port",
        type=_port,
        default=DEMO_PORT,
        metavar="N",
        help=f"the page's port ({DEMO_PORT}), or the next free one",
    )
    demo.add_argument("--keep", type=Path, metavar="DIR", help="keep the demo's data there, and go on with it")
    demo.set_defaults(run=_demo)


def _add_running(commands: Commands) -> None:
    run = commands.add_parser("run", help="the bot; Socket Mode when SLACK_APP_TOKEN is set, else HTTP")
    run.set_defaults(run=_run)
    doctor = commands.add_parser("doctor", help="check the set-up and say how to mend it")
    doctor.set_defaults(run=_doctor)
    manifest = commands.add_parser("manifest", help="print the Slack app's manifest for this set-up")
    manifest.add_argument("--http", metavar="URL", help="the bot's public address, for HTTP instead of Socket Mode")
    manifest.add_argument("--threads", action="store_true", help="add what follow-ups without a mention need")
    manifest.set_defaults(run=_manifest)
    migrate = commands.add_parser("migrate", help="bring the database to the schema of this version")
    migrate.set_defaults(run=_migrate)
    copy = commands.add_parser(
        "copy", help="copy one database into another that is empty; passwords may come from PGPASSWORD or ~/.pgpass"
    )
    copy.add_argument("source", metavar="FROM", help="sqlite:///… or postgresql://…")
    copy.add_argument("target", metavar="TO")
    copy.set_defaults(run=_copy)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= 65_535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; it is a whole number from 1 to 65535")
    return int(text)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as YYYY-MM-DD") from None


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no instant; write it as 2026-11-23T09:00+01:00")


def _clock(chosen: argparse.Namespace) -> Clock:
    return FixedClock.on(chosen.today) if chosen.today else SystemClock()


def _ask(chosen: argparse.Namespace) -> int:
    from bot import ask_command

    return ask_command.run(chosen, _clock(chosen))


def _prices(chosen: argparse.Namespace) -> int:
    from bot import prices_command

    return prices_command.run(chosen, _clock(chosen))


def _usage(chosen: argparse.Namespace) -> int:
    from bot import usage_command

    return usage_command.run(chosen, SystemClock())


def _digest(chosen: argparse.Namespace) -> int:
    from bot import digest_command

    return digest_command.run(chosen, SystemClock())


def _demo(chosen: argparse.Namespace) -> int:
    from bot.demo import Choices, demo

    choices = Choices(text=chosen.text, browser=not chosen.no_browser, port=chosen.port, keep=chosen.keep)
    return demo(Settings.from_environment(), SystemClock(), choices)


def _run(_: argparse.Namespace) -> int:
    from bot import run_command

    return run_command.run(SystemClock())


def _doctor(_: argparse.Namespace) -> int:
    from bot import doctor

    return doctor.run(SystemClock())


def _manifest(chosen: argparse.Namespace) -> int:
    from bot import manifest_command

    return manifest_command.run(chosen)


def _migrate(chosen: argparse.Namespace) -> int:
    from bot import migrate_command

    return migrate_command.run(Settings.from_environment())


def _copy(chosen: argparse.Namespace) -> int:
    from bot import copy_command

    return copy_command.run(chosen)
