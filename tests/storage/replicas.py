"""Runs replica.py, the replicas in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="replicas are forks")


def replica(command: str, url: str, number: int) -> Any:
    """What replica.py prints."""
    done = subprocess.run(
        [sys.executable, str(HERE / "replica.py"), command, url, str(number)],
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=60,
    )
    return json.loads(done.stdout)
