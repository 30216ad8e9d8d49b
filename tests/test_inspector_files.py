"""Both halves of the inspector name the same things: what a notebook holds, and what travels while it is live."""

from __future__ import annotations

import re
from pathlib import Path

from pplx_notebook.inspect.notebook_form import MIME, VERSION, to_notebook
from pplx_notebook.inspect.recording import ENDS, Entry, Read, Recording
from pplx_notebook.inspect.summary import WORDS
from pplx_notebook.protocol import chunks
from pplx_notebook.views.screens.inspecting.sending import AttemptSending

INSPECTOR = Path(__file__).resolve().parent.parent / "js" / "src" / "inspector"
MODEL = (INSPECTOR / "model.ts").read_text("utf-8")
EXTENSION = (INSPECTOR.parent / "labextension" / "recording-renderer.ts").read_text("utf-8")
ENTRY = Entry(
    url="https://a.example/v1",
    response_headers=(("content-type", "text/event-stream"),),
    body=b"data: a\n\n",
    reads=(Read(5, 9, 9),),
    end="done",
)


def interface(name: str) -> set[str]:
    """The field names of an interface of model.ts; "?" where a field may be missing."""
    body = re.search(rf"interface {name} {{(.*?)\n}}", MODEL, re.DOTALL)
    assert body, f"there is no interface {name}"
    return set(re.findall(r"^\s*(\w+\??):", body[1], re.MULTILINE))


def test_a_notebook_holds_what_the_page_reads() -> None:
    data = to_notebook(Recording((ENTRY,)))
    assert set(data) == interface("Packed")
    (entry,) = data["har"]["log"]["entries"]
    own = {name for name in interface("Own") if not name.endswith("?")}
    assert own <= set(entry["_pplx"])
    assert {name for name in interface("Entry") if not name.endswith("?")} <= set(entry)
    assert interface("HarResponse") <= set(entry["response"])
    assert f'MIME = "{MIME}"' in EXTENSION
    assert f"VERSION = {VERSION};" in (INSPECTOR / "saved.ts").read_text("utf-8")


class Whole:
    """A recorded entry as an attempt that is over."""

    over = True

    def head(self) -> dict[str, object]:
        return {}

    def news(self, since: int) -> list[tuple[int, int, bytes]]:
        return [(5, 9, ENTRY.body)][since:]


def test_both_sides_know_the_same_message() -> None:
    message = AttemptSending(0).message(Whole())
    assert message is not None
    assert set(message[0]) == interface("ReadsMessage")


def test_both_sides_name_the_ends_alike() -> None:
    source = (INSPECTOR / "page" / "words.ts").read_text("utf-8")
    words = dict(re.findall(r'^  (\w+): "([^"]+)",$', source, re.MULTILINE))
    assert words == WORDS
    assert set(WORDS) == set(ENDS)


def test_the_page_explains_every_chunk_that_needs_it() -> None:
    source = (INSPECTOR / "detail" / "says.ts").read_text("utf-8")
    explained = set(re.findall(r"^  ([A-Z]\w+): ", source, re.MULTILINE))
    names = {
        one.__name__
        for one in vars(chunks).values()
        if isinstance(one, type) and issubclass(one, chunks.Chunk)
    }
    by_themselves = {"Chunk", "FoundImages", "FoundVideos", "FoundRelatedQuestions"}
    assert explained == names - by_themselves
