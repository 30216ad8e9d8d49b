"""The dialect table beside the checkout, through the whole client over real HTTP, sync and async."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.timeout(300)
def test_every_case_of_the_dialect_table(shared: Path) -> None:
    """All rules in all fields, and all policies too."""
    command = [
        sys.executable, str(shared / "conformance" / "run_dialects.py"), "-v",
        "sync=conformance_adapter:ask_sync", "async=conformance_adapter:ask_async",
    ]  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (HERE, HERE.parents[2])))}
    ran = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for line in ran.stdout.splitlines()[:2]:
        passed, of = line.split("policy ")[1].split()[0].split("/")
        assert int(passed) >= 0.95 * int(of), ran.stdout
