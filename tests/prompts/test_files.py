"""Files sent along: what they are is said by their bytes, and each API gets its own parts."""

from __future__ import annotations

import json
import os
import struct
import zipfile
from base64 import b64decode
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from local_server import LocalServer
from places import CASES

import pplx_notebook as pplx
from pplx_notebook.errors import UsageProblem
from pplx_notebook.prompts.files import attached
from pplx_notebook.prompts.kinds import kind_of
from pplx_notebook.protocol.asking.question import Attachment

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PDF = b"%PDF-1.7\n" + b"x" * 40
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str = "<w:p><w:r><w:t>Hello</w:t></w:r></w:p>", head: str = "") -> bytes:
    """A Word document with this body."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def photo(tag: int) -> bytes:
    """A JPEG with an EXIF part of one tag."""
    tiff = b"II*\x00" + struct.pack("<IHHHII", 8, 1, tag, 4, 1, 0)
    return b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00" + tiff + bytes(20)


@pytest.mark.parametrize("case", json.loads((CASES / "prompts" / "kinds.json").read_text("utf-8")), ids=str)
def test_a_file_is_what_its_bytes_say(case: list[str]) -> None:
    start, word = case
    assert kind_of(start.encode("latin-1") + bytes(20)).word == word


def test_text_is_what_can_be_read_as_text() -> None:
    assert kind_of("größe,1\n".encode()).word == "text"
    assert kind_of("größe".encode("utf-16")).word == "text"
    assert kind_of(b"BMW and Audi").word == "text"
    assert kind_of(b"gr\xf6\xdfe \x00").word == "file of an unknown kind"
    assert kind_of(docx()).word == "Word document"


def test_a_word_document_is_its_paragraphs_headings_and_tables() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>One </w:t></w:r><w:r><w:t>line</w:t><w:br/><w:t>two</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    from pplx_notebook.prompts.documents import docx_text

    assert docx_text(docx(body)) == "# Title\n\nOne line\ntwo\n\na |"


def test_a_word_document_with_entities_or_a_bomb_inside_is_refused() -> None:
    from pplx_notebook.prompts.documents import docx_text

    for bad in (docx(head="<!DOCTYPE x [<!ENTITY a 'b'>]>"), docx("<w:p>"), docx("x" * 21_000_000)):
        with pytest.raises(ValueError, match=r"damaged|unpacks"):
            docx_text(bad)


def test_what_is_sent_along_is_said_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "figure.png").write_bytes(PNG)
    (tmp_path / "notes.txt").write_bytes(PDF)
    files, notes = attached(
        [tmp_path / "figure.png", str(tmp_path / "notes.txt"), "https://a.example/r%20x.pdf"]
    )
    assert [(each.name, each.kind) for each in files] == [
        ("figure.png", "image"),
        ("notes.txt.pdf", "pdf"),
        ("r x.pdf", "pdf"),
    ]
    assert notes == (
        "sent along: figure.png (PNG picture, 48 bytes)",
        "sent along: notes.txt (PDF, 49 bytes)",
        "notes.txt is a PDF by its first bytes, and is sent as one",
        "sent along: r x.pdf, which the server fetches",
    )


@pytest.mark.parametrize(("tag", "says"), [(0x8825, True), (0x0110, False)])
def test_a_photo_that_says_where_it_was_taken_is_mentioned(tmp_path: Path, tag: int, says: bool) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(tag))
    _, notes = attached(tmp_path / "a.jpg")
    assert ("a.jpg says where it was taken (EXIF), and that is sent, too" in notes) is says


def files_in(folder: Path) -> None:
    """The files that the table of bad ones names."""
    for name, data in {
        "empty.txt": b"", "nul.bin": b"\x00\x01", "a.tiff": b"II*\x00" + bytes(9), "a.zip": b"PK\x03\x04" + bytes(9),
        "blank.txt": b" \n", "key.env": b"KEY=pplx-" + b"a1" * 24, "bad.docx": docx("<w:p>"), "right.png": PNG,
        "a.heic": b"\x00\x00\x00\x18ftypheic" + bytes(9), "a.ogg": b"OggS" + bytes(9), "none.docx": docx(""),
    }.items():  # fmt: skip
        (folder / name).write_bytes(data)
    with (folder / "big.bin").open("wb") as file:
        file.truncate(50_000_001)
    (folder / "folder").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")


BAD = json.loads((CASES / "prompts" / "bad_files.json").read_text("utf-8"))


@pytest.mark.parametrize(("name", "says"), BAD)
def test_a_file_that_cannot_be_sent_is_one_line(
    name: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files_in(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageProblem) as caught:
        pplx.ask("what is it?", provider="demo", attach=name)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert str(tmp_path.parent) not in str(caught.value), "the path of this computer is nobody's business"


def test_the_files_of_a_question_have_a_limit_together() -> None:
    half = Attachment("data:image/png;base64," + "A" * 35_000_000)
    assert len(attached([half])[0]) == 1
    with pytest.raises(UsageProblem, match=r"the files are 52\.5 MB together, the limit is 50 MB"):
        attached([half, half])
    with pytest.raises(UsageProblem, match="21 files given, at most 20 go with a question"):
        attached(["x"] * 21)


CHAT = {"provider": "chat", "model": "openai/gpt"}
SONAR = {"provider": "chat", "model": "sonar"}
AGENT = {"provider": "perplexity", "api_key": "k" * 20}
TAKES = [
    (AGENT, "a.png", {"type": "input_image"}),
    (AGENT, "a.pdf", {"type": "input_file", "filename": "a.pdf"}),
    (AGENT, "a.docx", {"type": "input_file", "filename": "a.docx"}),
    (AGENT, "a.wav", "takes no audio"),
    (SONAR, "a.png", {"type": "image_url"}),
    (SONAR, "a.docx", {"type": "file_url", "file_name": "a.docx"}),
    (SONAR, "a.wav", "Sonar models take no sound"),
    (CHAT, "a.pdf", {"type": "file"}),
    (CHAT, "a.wav", {"type": "input_audio"}),
    (CHAT, "a.docx", "--- a.docx ---\nHello\n--- end of a.docx ---"),
    (CHAT, "a.txt", "--- a.txt ---\nplain\n--- end of a.txt ---"),
    ({"provider": "named"}, "a.txt", "--- a.txt ---\nplain\n--- end of a.txt ---"),
    ({"provider": "named"}, "a.png", "this API takes text only: a.png cannot be sent"),
]


@pytest.mark.parametrize(("settings", "name", "expected"), TAKES)
def test_each_api_gets_its_own_parts(
    settings: dict[str, Any], name: str, expected: Any, tmp_path: Path
) -> None:
    data = {"a.png": PNG, "a.pdf": PDF, "a.docx": docx(), "a.wav": WAV, "a.txt": b"plain"}
    (tmp_path / name).write_bytes(data[name])
    base_url = {} if settings["provider"] == "perplexity" else {"base_url": "http://127.0.0.1:1"}
    refused = isinstance(expected, str) and not expected.startswith("---")
    with pytest.raises(UsageProblem, match=expected) if refused else nullcontext():
        looked = pplx.dry_run("what is it?", attach=tmp_path / name, **settings, **base_url)
    if refused:
        return
    content = looked.body.get("messages", looked.body.get("input"))[-1]["content"]
    if isinstance(expected, str):
        assert content == f"what is it?\n\n{expected}"
        assert f"{name} is sent as text: this API takes no such file" in looked.notices
    else:
        assert content[1].items() >= expected.items()
        assert looked.attachments[0].startswith(f"{name} (")


def test_what_arrives_are_the_bytes_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(PNG)
    with LocalServer(
        lambda _: ("head 200 text/event-stream", "delta seen", "finish", "done", "end")
    ) as server:
        answer = pplx.ask("what?", provider="chat", model="m", base_url=server.url, attach=tmp_path / "a.png")
    url = server.seen[0].json["messages"][0]["content"][1]["image_url"]["url"]
    assert b64decode(url.partition(",")[2]) == PNG
    assert "sent along: a.png (PNG picture, 48 bytes)" in answer.notices
    assert answer.asked is not None
    assert [*answer.asked.settings["attachments"][0]] == ["name", "size_bytes", "sha256"]
    assert str(tmp_path) not in repr(answer)
