"""RELIABILITY=full runs the long forms, as --full does."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether the long forms were asked for."""
    return bool(request.config.getoption("--full")) or os.environ.get("RELIABILITY") == "full"
