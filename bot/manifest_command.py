"""`pennyworth manifest`: the manifest for this set-up, to paste where Slack asks for it."""

from __future__ import annotations

import argparse

from bot.slack.manifest import as_yaml, manifest


def run(chosen: argparse.Namespace) -> int:
    """Prints the manifest."""
    print(as_yaml(manifest(chosen.http, threads=chosen.threads)), end="")
    return 0
