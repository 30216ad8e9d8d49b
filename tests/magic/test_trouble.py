"""What goes wrong at the server is one clear line in the cell; what had arrived is kept and bound."""

from __future__ import annotations

import json

import pytest
from IPython.core.interactiveshell import InteractiveShell
from local_server import LocalServer
from places import CASES

TROUBLES = json.loads((CASES / "magic" / "troubles.json").read_text("utf-8"))


@pytest.mark.parametrize("case", TROUBLES, ids=lambda case: case["why"])
def test_trouble_at_the_server_is_one_line_and_keeps_the_text(
    shell: InteractiveShell, case: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    with LocalServer(lambda _: tuple(case["steps"])) as server:
        result = shell.run_cell(
            f"%%pplx --into kept --provider chat --base-url {server.url} --model x\nwhat?"
        )
    shown = capsys.readouterr()
    message = str(result.error_in_exec)
    assert case["says"] in message
    assert len(message) <= 200
    assert "\n" not in message
    assert "Traceback" not in shown.out + shown.err
    kept = shell.user_ns["kept"]
    assert kept is shell.user_ns["_pplx"]
    assert (kept.text, kept.status) == (case.get("text", ""), case["status"])
