"""What JupyterLab finds of our extension: the files it asks for, small, and a contract both languages keep."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from pplx_notebook import errors
from pplx_notebook.protocol import answer
from pplx_notebook.protocol.saved import MIME, VERSION

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "share" / "jupyter" / "labextensions" / "pplx-notebook"
ABOUT = json.loads((FOLDER / "package.json").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SAVED = (ROOT / "js" / "src" / "finished" / "saved.ts").read_text("utf-8")
LIMIT_BYTES = 88_000  # one file a page, from the server itself; a third are style sheets
INSPECTOR_BYTES = 30_000  # of script, when a recording is opened; the style is a file of its own
CHECKED_BYTES = 13_000  # script and style of verdicts, and the rule of which addresses are one page
REFERENCES_BYTES = 14_000  # what writes bibliographies, and that rule
LATER_BYTES = 6_000  # and what few readers open
STYLE_BYTES = 12_000


def test_jupyterlab_is_told_of_one_file_that_exists() -> None:
    load = ABOUT["jupyterlab"]["_build"]["load"]
    later = ("inspector-", "checked.", "references.")  # fetched when they are needed
    others = {file for file in (FOLDER / "static").iterdir() if not file.name.startswith(later)}
    assert {FOLDER / load} == others
    assert ABOUT["jupyterlab"]["_build"]["mimeExtension"] == "./mimeExtension"
    assert ABOUT["jupyterlab"]["_build"]["extension"] == "./extension"


def test_the_container_answers_to_the_name_jupyterlab_looks_it_up_by() -> None:
    bundle = (FOLDER / ABOUT["jupyterlab"]["_build"]["load"]).read_text("utf-8")
    assert ABOUT["name"] == FOLDER.name
    assert "_JUPYTERLAB" in bundle
    assert f'"{ABOUT["name"]}"' in bundle


def test_the_bundle_stays_small() -> None:
    assert (FOLDER / ABOUT["jupyterlab"]["_build"]["load"]).stat().st_size <= LIMIT_BYTES


@pytest.mark.parametrize(("name", "bytes_"), [("checked", CHECKED_BYTES), ("references", REFERENCES_BYTES)])
def test_what_is_needed_later_is_a_small_file_of_its_own(name: str, bytes_: int) -> None:
    """Fetched with the first answer that was checked, the first copy menu; the extension names it."""
    (script,) = (FOLDER / "static").glob(f"{name}.*.js")
    assert script.stat().st_size <= bytes_
    assert script.name in (FOLDER / ABOUT["jupyterlab"]["_build"]["load"]).read_text("utf-8")


def scripts(first: str) -> dict[str, int]:
    """The sizes of a script of the inspector and of all that it imports before it runs."""
    found: dict[str, int] = {}
    waiting = [next((FOLDER / "static").glob(f"inspector-{first}.*.js"))]
    while waiting:
        file = waiting.pop()
        found[file.name] = file.stat().st_size
        imported = re.findall(r'\bfrom"\./([\w.-]+)"', file.read_text("utf-8"))
        waiting += [file.with_name(name) for name in imported if name not in found]
    return found


@pytest.mark.parametrize("first", ["saved", "live"])
def test_an_inspector_is_small_when_it_opens(first: str) -> None:
    found = scripts(first)
    assert len(found) > 1  # what both share stands once
    assert sum(found.values()) <= INSPECTOR_BYTES


def test_what_few_open_and_the_style_come_apart() -> None:
    static = FOLDER / "static"
    assert next(static.glob("inspector-more.*.js")).stat().st_size <= LATER_BYTES
    assert next(static.glob("inspector-sheet.*.js")).stat().st_size <= STYLE_BYTES
    named = {*scripts("saved"), *scripts("live")}
    assert not any(name.startswith(("inspector-more", "inspector-sheet")) for name in named)


def test_the_bundles_know_no_address() -> None:
    """They ask for nothing but their own scripts and lessons, and the browser tests watch that."""
    for file in (FOLDER / "static").iterdir():
        script = file.read_text("utf-8")
        addresses = set(re.findall(r"https?://[\w.]+[^\"'`\s]*", script))
        assert addresses <= {"http://www.w3.org/2000/svg"}, file.name  # SVG's name, asked for by nobody
        # in JupyterLite, a lesson of the site they are part of: js/src/labextension/lite/lessons.ts
        script = re.sub(r"\bfetch\(`\$\{\w+\}files/\$\{encodeURIComponent\(\w+\)\}`,", "", script)
        assert not re.findall(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon", script)
        imported = re.findall(r"\bimport\(([^)]*)\)", script)
        if file.name.startswith("inspector-"):
            assert all(re.fullmatch(r'"\./inspector-[\w.-]+"', name) for name in imported)
        elif file.name.startswith(("checked.", "references.")):
            assert imported == []
        else:
            assert [name.startswith("new URL(") for name in imported] == [True]  # beside itself


def test_the_version_is_the_packages() -> None:
    assert ABOUT["version"] == PROJECT["project"]["version"], (
        "run `npm run build` in js/ after a version change"
    )


def test_the_wheel_puts_it_where_jupyterlab_looks() -> None:
    shared = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared == {FOLDER.relative_to(ROOT).as_posix(): "share/jupyter/labextensions/pplx-notebook"}


def test_jupyterlab_can_tell_how_to_uninstall_it() -> None:
    assert (
        json.loads((FOLDER / "install.json").read_text("utf-8"))["packageName"] == PROJECT["project"]["name"]
    )


@pytest.mark.parametrize(
    "name", ["Answer", "Citation", "SearchResult", "Image", "Video", "AnswerError", "Choice", "Step", "Turn"]
)
def test_both_languages_know_the_same_fields(name: str) -> None:
    body = re.search(rf"interface {name} {{(.*?)\n}}", SAVED, re.DOTALL)
    assert body, f"saved.ts has no interface {name}"
    fields = {field.encode_name for field in msgspec.structs.fields(getattr(answer, name))}
    fields -= {
        "archived",
        "exchange",
        "evidence",
    }  # are never saved in an answer; what a check found stands beside it
    assert set(re.findall(r"^\s*(\w+):", body[1], re.MULTILINE)) == fields


def test_both_languages_know_the_same_mime_type_and_version() -> None:
    assert f'MIME = "{MIME}"' in SAVED
    assert f"VERSION = {VERSION};" in SAVED


def test_both_languages_know_the_errors_that_an_answer_tells_itself() -> None:
    """The page leaves out Jupyter's block of one of these, and of no other, below an answer; a study or a check
    that was stopped is no answer."""
    source = (ROOT / "js" / "src" / "labextension" / "error-below.ts").read_text("utf-8")
    pattern = re.search(r"^  /\^(.*)\$/;", source, re.MULTILINE)
    assert pattern
    ours = [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, BaseException)]
    names = {cls.__name__ for cls in ours}
    assert {name for name in names if re.fullmatch(pattern[1], name)} == names - {
        "CheckStopped",
        "StillBeingWritten",
        "StudyStopped",
    }
    assert not re.fullmatch(pattern[1], "ValueError")
