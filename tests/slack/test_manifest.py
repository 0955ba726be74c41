"""The address that a manifest for HTTP is made with."""

from __future__ import annotations

import pytest

from bot.errors import UsageError
from bot.slack.manifest import manifest


@pytest.mark.parametrize(
    "url", ["http://bot.example", "bot.example", "https://", "https://bot.example/?a=b", "https://["]
)
def test_an_address_that_slack_would_not_take_is_refused(url: str) -> None:
    """Slack delivers to https only."""
    with pytest.raises(UsageError, match="--http takes"):
        manifest(url)
