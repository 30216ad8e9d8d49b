"""The live widget: its traits and messages, the Python half of ``js/src/live/model.ts``.

Rules: the page shows, it never decides. Whatever changes the answer happens in ``views.screens.show``; a
message from the page sets a number or an event, or calls what may be called from any thread, because its
handler may run on a subshell's thread while the cell goes on (ipykernel >= 7). No trait holds a key or a
prompt. ``_esm`` is a string read once: with a file path a closed widget is never freed (anywidget#929). It
brings the style sheets along, and travels compressed, for every answer brings it to its page anew."""

from __future__ import annotations

import gzip
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from importlib.resources import files
from typing import Any, ClassVar, Literal
from weakref import WeakValueDictionary

import anywidget
import comm
from traitlets import Bool, Dict, Float, List, Unicode

from pplx_notebook.processes import IN_BROWSER

STATIC = files("pplx_notebook") / "static"
TARGET = "pplx_notebook"  # of the comm a page opens to reach a busy kernel, see js/src/live/kernel-line.ts


UNPACK = """\
const packed = Uint8Array.from(atob("{}"), (byte) => byte.charCodeAt(0));
const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
const module = new Response(stream, {{ headers: {{ "content-type": "text/javascript" }} }});
const url = URL.createObjectURL(await module.blob());
const {{ default: widget }} = await import(url);
URL.revokeObjectURL(url);
export default widget;
"""
Part = Literal["reasoning", "text"]


def packed(program: str) -> str:
    """A module that unpacks itself and is half as long."""
    return UNPACK.format(b64encode(gzip.compress(program.encode(), mtime=0)).decode())


class AnswerWidget(anywidget.AnyWidget):
    """One answer while it streams.

    ``job`` names it in messages, ``blocking`` says that a cell waits for it, ``phase`` is a state word,
    ``note`` one line beside it, ``elapsed_s`` the seconds since the question at the last change of either.
    ``sources`` are the rows of ``document.source_rows`` as dicts, ``strip`` says whether they are shown below
    the text, ``how`` is the heading of the reasoning.
    ``channel`` is the ``BroadcastChannel`` of a kernel in the browser, "" for any other.
    ``checkpoint`` is everything so far; it is changed in place and so travels only when a page asks for the
    state, for example a second browser tab.
    """

    layout = None  # it would be a model of its own, opened and closed with every answer
    _esm = packed((STATIC / "widget.js").read_text("utf-8"))

    job = Unicode().tag(sync=True)
    blocking = Bool(default_value=True).tag(sync=True)
    phase = Unicode("connecting").tag(sync=True)
    note = Unicode().tag(sync=True)
    elapsed_s = Float(0.0).tag(sync=True)
    sources: List[Any] = List().tag(sync=True)
    notices: List[str] = List().tag(sync=True)
    strip = Bool(default_value=True).tag(sync=True)
    how = Unicode().tag(sync=True)
    channel = Unicode().tag(sync=True)
    checkpoint = Dict().tag(sync=True)

    live: ClassVar[WeakValueDictionary[str, AnswerWidget]] = WeakValueDictionary()
    """The widgets a page's line can ask for by job: a comm target is a name known to the whole kernel."""

    def __init__(self, job: str, *, blocking: bool = True, strip: bool = True) -> None:
        self.stop_asked = threading.Event()
        self.on_stop: Callable[[], None] = lambda: None
        self.acknowledged = (-1, 0.0)
        self.live[job] = self
        comm.get_comm_manager().register_target(TARGET, opened)
        channel = hear_page()
        empty = {"sequence": -1, "words": 0, "reasoning": [], "text": []}
        super().__init__(job=job, blocking=blocking, strip=strip, channel=channel, checkpoint=empty)
        self.on_msg(lambda _widget, message, _buffers: self.heard(message))

    def heard(self, message: dict[str, Any]) -> None:
        """Take in a message of the page: ``stop``, or ``ack`` of what it has drawn."""
        match message:
            case {"kind": "stop", "job": self.job}:
                self.stop_asked.set()
                self.on_stop()
            case {
                "kind": "ack",
                "job": self.job,
                "sequence": int(sequence),
                "held_s": float() | int() as held_s,
            }:
                self.acknowledged = (sequence, time.monotonic() - held_s)

    def send_blocks(self, part: Part, index: int, blocks: list[str], words: int) -> int:
        """Send ``blocks`` as what a part is from ``index`` on; returns the message's sequence."""
        so_far = self.checkpoint[part]
        keep, kept = common_start(so_far[index] if index < len(so_far) else "", blocks[0] if blocks else "")
        so_far[index:] = blocks
        sequence: int = self.checkpoint["sequence"] + 1
        self.checkpoint.update(sequence=sequence, words=words)
        sent = [blocks[0][kept:], *blocks[1:]] if blocks else []
        place = {"sequence": sequence, "part": part, "index": index, "keep": keep}
        self.send({"kind": "blocks", **place, "blocks": sent, "words": words})
        return sequence


def common_start(before: str, after: str) -> tuple[int, int]:
    """How much two strings share at their beginning, in UTF-16 units (a page's) and in characters (ours)."""
    low, high = 0, min(len(before), len(after))
    while low < high:  # halving: comparing slices is far faster than a loop over characters
        middle = (low + high + 1) // 2
        low, high = (middle, high) if before[low:middle] == after[low:middle] else (low, middle - 1)
    return len(after[:low].encode("utf-16-le")) // 2, low


def opened(line: Any, _message: dict[str, Any]) -> None:
    """A page opened its line: listen on it, never answer (see js/src/live/kernel-line.ts)."""
    line.on_msg(deliver)


def hear_page() -> str:
    """In a browser, hear what the page says while a cell runs, too: the channel it says it on."""
    if not IN_BROWSER:
        return ""
    from pplx_notebook.browser import page

    page.listen(deliver_content)
    return page.CHANNEL


def deliver(message: dict[str, Any]) -> None:
    """Hand a message of a line to the widget of its job, if that still runs."""
    deliver_content(message["content"]["data"])


def deliver_content(content: dict[str, Any]) -> None:
    """The same of its content."""
    widget = AnswerWidget.live.get(content.get("job", ""))
    if widget is not None:
        widget.heard(content)
