"""What the tests of `pricing` share."""

import sys

import pytest


@pytest.fixture(scope="module", autouse=True)
def _nothing_remembered() -> None:
    """Each module starts with what nobody has loaded: its lines count as run only if its own tests run them."""
    for name, module in list(sys.modules.items()):
        if name == "pricing" or name.startswith("pricing."):
            for value in list(vars(module).values()):
                if getattr(value, "__module__", None) == name and hasattr(value, "cache_clear"):
                    value.cache_clear()
