"""What the package promises as a whole: its door, its import, its wheel, its papers."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from places import ROOT

import pplx_notebook

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PUBLIC = {
    "Answer", "AnswerError", "Citation", "Client", "PplxError", "Recording", "SearchResult", "Settings", "Stopped", "Study", "Usage",
    "aask", "aask_many", "ask", "ask_many", "astream", "dry_run", "export", "history", "last_study", "protocol", "sources", "stream", "threads",
}  # fmt: skip
KEY_SHAPE = re.compile(rb"\bpplx-[A-Za-z0-9]{32,}|\bsk-[A-Za-z0-9]{32,}|\bpk_live_[A-Za-z0-9]{16,}")


def in_new_interpreter(code: str) -> str:
    """What a fresh interpreter prints for this code."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def tracked_files() -> list[Path]:
    """The files git tracks; the whole tree where there is no git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in listed.stdout.decode().split("\0") if name]
    if not names:
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    return [ROOT / name for name in names]


def test_the_public_names_are_these_and_no_others() -> None:
    assert set(pplx_notebook.__all__) == PUBLIC
    assert all(hasattr(pplx_notebook, name) for name in PUBLIC)


def test_importing_the_package_loads_neither_the_network_nor_the_renderer_nor_ipython() -> None:
    heavy = (
        "httpx",
        "httpcore",
        "markdown_it",
        "anywidget",
        "ipywidgets",
        "IPython",
        "pygments",
        "brotli",
        "zstandard",
    )
    code = f"import sys, pplx_notebook; print([m for m in {heavy!r} if m in sys.modules])"
    assert in_new_interpreter(code) == "[]"


def test_loading_the_extension_loads_neither_the_network_nor_the_renderer() -> None:
    code = (
        "import sys; from IPython.core.interactiveshell import InteractiveShell as S; s = S.instance();"
        "s.history_manager.enabled = False; s.run_line_magic('load_ext', 'pplx_notebook');"
        "print([m for m in ('httpcore', 'markdown_it', 'anywidget') if m in sys.modules])"
    )
    assert in_new_interpreter(code) == "[]"


def test_version_is_said_once_and_the_changelog_knows_it() -> None:
    assert pplx_notebook.__version__ == PROJECT["version"]
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_readme_is_short_and_has_exactly_two_set_up_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert len(text.splitlines()) < 150
    commands = re.findall(r"<!-- (\w+) -->\n```sh\n(.*?)\n```", text, flags=re.DOTALL)
    assert [name for name, _ in commands] == ["open", "test"]
    assert all("\n" not in command for _, command in commands)
    assert text.count("```sh") == 2


def test_readme_begins_with_a_picture_that_is_small_and_asks_nobody_to_be_root() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    picture = ROOT / re.findall(r"!\[[^\]]{40,}.*?\]\((\S+)\)", text)[0]
    assert text.index(picture.name) < text.index("```")
    assert picture.stat().st_size <= 150_000
    assert "root" not in text


def test_jupyter_opens_where_readme_is_and_may_be_root_where_the_user_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opening = runpy.run_path(str(ROOT / "notebooks" / "open.py"))
    root, first = opening["options"]()[:2]
    assert Path(root.partition("=")[2], "README.md").is_file()
    notebook = ROOT / first.partition("/lab/tree/")[2]
    assert "[README](../README.md)" in notebook.read_text("utf-8")
    for user, told in ((0, True), (1000, False)):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user, raising=False)
        assert ("--allow-root" in opening["options"]()) is told
    monkeypatch.delattr(os, "geteuid")  # Windows
    assert "--allow-root" not in opening["options"]()


def test_the_package_calls_nothing_that_windows_has_not() -> None:
    unix = re.compile(r"\b(?:os\.(?:fork|forkpty|getuid|geteuid|kill|killpg)|signal\.SIGKILL)\b|\bchmod\(")
    for file in (ROOT / "pplx_notebook").rglob("*.py"):
        for line in file.read_text("utf-8").splitlines():
            assert not unix.search(line) or "hasattr" in line, f"{file.relative_to(ROOT)}: {line.strip()}"


def test_no_key_stands_in_any_file_of_the_project() -> None:
    for file in tracked_files():
        if file.is_file():
            found = KEY_SHAPE.search(file.read_bytes())
            assert found is None, f"{file.relative_to(ROOT)} holds what looks like a key"


def test_the_wheel_holds_the_package_its_front_end_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"pplx_notebook"}
    assert "pplx_notebook/static/widget.js" in names
    assert "pplx_notebook/py.typed" in names
    assert any(name.startswith("pplx_notebook/demo/library/") for name in names)
    assert not [name for name in names if name.endswith((".pth", ".so", ".ts", ".sse"))]
    assert (
        wheel.stat().st_size < 1_200_000
    )  # half of it the library and the page's programs; 586 kB with recordings and the inspector, 700 with studies


def test_a_name_that_left_the_face_of_protocol_is_handed_out_with_a_notice() -> None:
    with pytest.warns(DeprecationWarning, match=r"protocol\.asking\.question"):
        moved = pplx_notebook.protocol.Question
    assert moved.__module__ == "pplx_notebook.protocol.asking.question"
    assert "Question" not in dir(pplx_notebook.protocol)
