"""What a question is made of, in a cell: values, files, forms, kept templates; looked at first, or private."""

from __future__ import annotations

import json
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from local_server import LocalServer
from places import CASES

from pplx_notebook.protocol.answer import Answer
from pplx_notebook.protocol.saved import to_saved

CELLS = tomllib.loads((CASES / "magic" / "prompt_cells.toml").read_text("utf-8"))["case"]
SETUP = """
from dataclasses import dataclass
@dataclass
class Reactor:
    name: str
    year: int
iter = Reactor("ITER", 2025)
Reactors = list[Reactor]
Huge = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 10**15}}, "required": ["n"]}
year, long, plain = 2026, "x" * 20_001, {"name": "str"}
secret = "pplx-" + "a1" * 24
def double(n): return 2 * n
"""
SEEN = ("head 200 text/event-stream", "delta seen", "finish", "done", "end")


@pytest.fixture
def cells(
    shell: InteractiveShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InteractiveShell]:
    """The shell in a folder of its own, with the names of SETUP, a kept template, and no key."""
    before = set(shell.user_ns)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("PERPLEXITY_API_KEY", "PPLX_API_KEY", "PPLX_PROVIDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    shell.run_cell(SETUP)
    shell.run_cell("%%pplx --save-template review\nReview in {{year}}:")
    yield shell
    for name in set(shell.user_ns) - before:
        del shell.user_ns[name]


@pytest.mark.parametrize("case", CELLS, ids=lambda case: case["why"])
def test_bad_input_is_one_line(
    cells: InteractiveShell, case: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    cells.user_ns.pop("_pplx", None)
    result = cells.run_cell(case["cell"])
    shown = capsys.readouterr()
    said = str(result.error_in_exec) if result.error_in_exec else shown.err.strip()
    assert case["says"] in said
    assert "\n" not in said
    assert len(said) <= 200
    assert "Traceback" not in shown.out + shown.err
    assert ("_pplx" in cells.user_ns) is ("asked" in case), "what is wrong with it is found before it is sent"


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "figure.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    with LocalServer(lambda _: SEEN) as server:
        cells.run_cell(
            f"%%pplx --dry-run --provider chat --base-url {server.url} --model m --attach figure.png --schema Reactor\nin {{{{year}}}}?"
        )
        shown = capsys.readouterr().out
        assert (server.seen, server.connections) == ([], 0)
        asked = cells.run_cell(
            f"%%pplx --provider chat --base-url {server.url} --model m --attach figure.png --schema Reactor\nin {{{{year}}}}?"
        )
    assert asked.success
    assert "Nothing was sent." in shown
    assert f"POST {server.url}/chat/completions" in shown
    assert "8 characters, 8 bytes, ≈ 2 tokens" in shown
    assert "figure.png (PNG picture, 2.0 kB)" in shown
    body = json.loads(shown[shown.index("    {") :])
    sent = server.seen[0].json
    assert f"{len(server.seen[0].body):,} bytes of JSON" in shown
    url = body["messages"][0]["content"][1]["image_url"].pop("url")
    assert sent["messages"][0]["content"][1]["image_url"].pop("url").startswith(url.partition("…")[0])
    assert body == sent, "what is shown is what is sent, but for the bytes of the file"
    assert "_pplx" in cells.user_ns


def test_a_dry_run_needs_no_key_and_shows_none(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells.run_cell("%pplx --dry-run --provider perplexity what is DNA")
    assert "none yet: set PERPLEXITY_API_KEY, or %pplx --login" in capsys.readouterr().out
    monkeypatch.setenv("PERPLEXITY_API_KEY", "pplx-" + "b2" * 24)
    cells.run_cell("%pplx --dry-run --provider perplexity --set metadata.a=1 what is DNA")
    shown = capsys.readouterr().out
    assert "from PERPLEXITY_API_KEY, not shown here" in shown
    assert "b2b2" not in shown


def test_a_dry_run_counts_the_turns_before(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run_cell("%pplx --provider demo what is DNA")
    capsys.readouterr()
    cells.run_cell("%pplx --provider demo --continue --dry-run and RNA")
    assert "earlier turns │ 2, " in capsys.readouterr().out


def test_what_a_template_left_out_is_said_in_the_answer(cells: InteractiveShell) -> None:
    cells.run_cell("import pandas as pd\ntable = pd.DataFrame({'n': range(99)})")
    cells.run_cell("%%pplx --provider demo\nWhat is DNA? {{table}}")
    assert "{{table}}: the first 50 of 99 rows, 1 column, 353 bytes" in cells.user_ns["_pplx"].notices


def test_a_form_gives_an_object_and_shows_a_table(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    cells.run_cell(
        "%%pplx --provider demo --schema Reactors --into found\nWhat is the state of fusion energy?"
    )
    found = cells.user_ns["found"]
    assert [(row.name, row.year) for row in found.parsed] == [
        ("National Ignition Facility", 2022),
        ("JET", 2023),
    ]
    shown = capsys.readouterr().out
    assert "National Ignition Facility │ 2022" in shown
    assert '"items"' not in shown


def test_a_private_question_leaves_nothing_but_its_answer(cells: InteractiveShell) -> None:
    with Captured(cells) as outputs:
        cells.run_cell("%%pplx --provider demo --private --view static --into kept\nWhat is DNA in {{year}}?")
    kept: Answer = cells.user_ns["kept"]
    assert cells.user_ns["_pplx"] is kept, "you can work with it"
    assert (kept.private, kept.asked, kept.prompt) == (True, None, "What is DNA in 2026?")
    saved = to_saved(kept)["answer"]
    assert "prompt" not in saved
    assert "asked" not in saved
    assert outputs
    for output in outputs:
        assert "in 2026?" not in json.dumps(output)


def test_a_private_question_is_not_recorded(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    result = cells.run_cell("%pplx --provider demo --private --record here.har what is DNA")
    assert "private leaves no trace, and record keeps one: leave out one of them." in str(
        result.error_in_exec
    )
    assert not (tmp_path / "here.har").exists()


class Captured:
    """What a cell displays, as its bundles."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell, self.shown = shell, []

    def __enter__(self) -> list:
        self.before = self.shell.display_pub.publish
        self.shell.display_pub.publish = lambda data, **_: self.shown.append(data)  # type: ignore[method-assign]
        return self.shown

    def __exit__(self, *_: object) -> None:
        self.shell.display_pub.publish = self.before  # type: ignore[method-assign]


def test_a_template_is_kept_listed_shown_used_and_forgotten(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    capsys.readouterr()
    cells.run_cell("%%pplx --save-template brief-one\nBe brief about {{year}}.\n\nAnd exact.")
    assert "the template brief-one is kept; it fills year" in capsys.readouterr().out
    cells.run_cell("%pplx --templates")
    assert (
        capsys.readouterr().out
        == "brief-one  Be brief about {{year}}. And exact.\nreview     Review in {{year}}:\n"
    )
    cells.run_cell("%pplx --templates brief-one")
    assert capsys.readouterr().out == "Be brief about {{year}}.\n\nAnd exact.\n"
    cells.run_cell("%%pplx --template brief-one --provider demo\nWhat is DNA?")
    assert cells.user_ns["_pplx"].prompt == "Be brief about 2026.\n\nAnd exact.\n\nWhat is DNA?"
    cells.run_cell("%%pplx --save-template brief-one\nShort:")
    assert "is replaced" in capsys.readouterr().out
    cells.run_cell("%pplx --forget-template brief-one\n%pplx --templates")
    assert "brief-one " not in capsys.readouterr().out.partition("\n")[2]


def test_templates_are_files_that_nobody_else_reads(cells: InteractiveShell, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "pplx-notebook" / "templates"
    file = folder / "review.md"
    assert file.read_text("utf-8") == "Review in {{year}}:\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["review.md"], "nothing half written stays"


def test_a_template_that_is_a_link_elsewhere_is_not_followed(
    cells: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "data" / "pplx-notebook" / "templates"
    (tmp_path / "secret").write_text("secret", "utf-8")
    (folder / "link.md").symlink_to(tmp_path / "secret")
    cells.run_cell("%pplx --templates link")
    shown = capsys.readouterr()
    assert "there is no template link" in shown.err
    assert "secret" not in shown.out
