"""The built front end is fresh, small and has one sink; both halves of its contract name the same things."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import msgspec

from pplx_notebook.document.source_rows import SourceRow
from pplx_notebook.views.faces.html import CONTAINER
from pplx_notebook.views.faces.html_blocks import marker_link
from pplx_notebook.views.screens.widget import TARGET, AnswerWidget

ROOT = Path(__file__).resolve().parent.parent
JS = ROOT / "js"
STATIC = ROOT / "pplx_notebook" / "static"
EXTENSION = ROOT / "share" / "jupyter" / "labextensions" / "pplx-notebook"
MODEL = (JS / "src" / "live" / "model.ts").read_text("utf-8")
SETTERS = re.compile(r"\.(?:href|src|action|srcset) = |\bhref(?:,|:|=)|\bsrc(?::|=)")
ROW = (JS / "src" / "shared" / "source-row.ts").read_text("utf-8")
LIMIT_BYTES = 32_000  # travels compressed, at a third of it
SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|setHTML"
    r"|document\.write|\beval\b|new Function"
)


def test_the_bundles_are_built_from_this_source() -> None:
    for folder in (STATIC, EXTENSION):
        lines = (folder / "stamp").read_text("utf-8").splitlines()
        stale = [name for digest, name in map(str.split, lines) if digest != sha256(ROOT / name)]
        assert not stale, "js/ changed: run `npm run build` there and commit"


def test_the_stamps_name_every_built_file() -> None:
    for folder in (STATIC, EXTENSION):
        built = {file.relative_to(ROOT).as_posix() for file in folder.rglob("*") if file.is_file()}
        named = {line.split()[1] for line in (folder / "stamp").read_text("utf-8").splitlines()}
        assert {name for name in built if not name.endswith(("/stamp", "/install.json"))} <= named


def sha256(file: Path) -> str:
    """The digest of a file, "" when it is gone."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def test_the_bundle_stays_small() -> None:
    assert len((STATIC / "widget.js").read_bytes()) <= LIMIT_BYTES


def test_there_is_one_place_where_markup_becomes_nodes() -> None:
    found = [(file.name, hit) for file in (JS / "src").rglob("*.ts") for hit in SINKS.findall(code(file))]
    assert found == [("sink.ts", "innerHTML")]


def test_there_is_one_gate_for_urls() -> None:
    """Only links.ts says what an address is; whoever sets one has been through it."""
    judges = [file.name for file in (JS / "src").rglob("*.ts") if "https?" in code(file)]
    assert judges == ["links.ts"]
    setting = [file for file in (JS / "src").rglob("*.ts") if SETTERS.search(code(file))]
    own = {file for file in setting if "URL.createObjectURL(" in code(file)}  # of a file the page itself made
    assert {file.name for file in own} == {"taking.ts"}
    others = {file for file in setting if file not in own}
    assert {file.name for file in others} == {
        *("element.ts", "allow-list.ts", "images.ts", "short-markers.ts"),
    }
    assert all("safeUrl(" in code(file) for file in others)


def code(file: Path) -> str:
    """A file without its line comments, which may name what the code must not use."""
    return re.sub(r"//.*", "", file.read_text("utf-8"))


def interface(name: str, source: str = MODEL) -> set[str]:
    """The field names of an interface, of model.ts unless another file is given."""
    body = re.search(rf"interface {name} {{(.*?)\n}}", source, re.DOTALL)
    assert body, f"there is no interface {name}"
    return set(re.findall(r"^\s*(\w+):", body[1], re.MULTILINE))


def test_both_sides_know_the_same_traits() -> None:
    ours = {name for name in AnswerWidget.class_trait_names(sync=True) if name in vars(AnswerWidget)}
    assert ours - {"_esm"} == interface("Traits")


def test_both_sides_know_the_same_source_fields() -> None:
    assert {field.name for field in msgspec.structs.fields(SourceRow)} == interface("SourceRow", ROW)


def test_both_sides_know_the_same_messages() -> None:
    sent: list[dict[str, object]] = []
    widget = AnswerWidget(job="a")
    widget.send = sent.append  # type: ignore[method-assign]
    widget.send_blocks("text", 0, ["<p>one</p>"], 1)
    assert set(sent[0]) == interface("BlocksMessage")
    assert set(widget.checkpoint) == interface("Checkpoint")
    widget.close()


def test_both_sides_name_an_answers_box_alike() -> None:
    assert f'"{CONTAINER}"' in ROW


def test_both_sides_write_the_same_marker() -> None:
    """The hand-over finds a block drawn already where the page has written its markers as Python does."""
    source = (JS / "src" / "live" / "short-markers.ts").read_text("utf-8")
    template, safety = re.search(r"`(<a .*</a>)`", source), re.search(r"SAFETY = '(.*)'", source)
    assert template
    assert safety
    url = "https://example.org/?a=1&b=2"
    values = {"SAFETY": safety[1], "text": "[3]", 'url.replaceAll("&", "&amp;")': url.replace("&", "&amp;")}
    assert re.sub(r"\$\{(.*?)\}", lambda found: values[found[1]], template[1]) == marker_link("[3]", url)


def test_both_sides_know_the_same_line_and_states() -> None:
    from pplx_notebook.protocol.progress import STATE_OF_STATUS

    assert f'TARGET = "{TARGET}"' in MODEL
    ended = re.search(r"ENDED: readonly string\[\] = \[(.*?)\]", MODEL)
    assert ended
    assert set(re.findall(r'"(.*?)"', ended[1])) == set(STATE_OF_STATUS.values())
