"""A recording as a saved notebook holds it, small enough to stay: the log without bodies, and those packed.

::

    {"version": 1, "har": HAR 1.2 without content.text, _eventSourceMessages, reads and wire,
     "bytes": [base64 of a raw deflate of: u32 length (big-endian), body, JSON {"reads", "chunks"}, …],
     "left_out": ""}

``reads`` are (µs, bytes) or (µs, bytes on the wire, bytes unpacked); ``chunks``, per block, what the
decoder of that day made of it: the page never learns a dialect. Where all bytes take more than
``LIMIT_BYTES`` deflated they are left out, and ``left_out`` says what to do. The page's half is
``js/src/inspector/model.ts``.
"""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

import msgspec

from pplx_notebook.errors import UsageProblem
from pplx_notebook.inspect.chunk_words import Words
from pplx_notebook.inspect.har import log_head, log_of, scrubbed
from pplx_notebook.inspect.recording import Entry, Recording

MIME = "application/vnd.pplx.recording+json"
VERSION = 1
LIMIT_BYTES = 2**20  # deflated, in one output of a notebook
LEVEL = 9
LEFT_OUT = (
    "This recording is too large for a notebook ({size:.1f} MB deflated, the limit is 1 MB): "
    'answer.exchange.save("exchange.har") keeps it in a file, Recording.open shows it.'
)


def to_notebook(recording: Recording, limit_bytes: int = LIMIT_BYTES) -> dict[str, Any]:
    """The data of one output, JSON-ready and scrubbed."""
    entries = tuple(scrubbed(entry) for entry in recording.entries)
    packed = [_packed(entry) for entry in entries]
    size = sum(map(len, packed))
    left_out = LEFT_OUT.format(size=size / 2**20) if size > limit_bytes else ""
    return {
        "version": VERSION,
        "har": log_of(Recording(entries), bodies=False),
        "bytes": [] if left_out else [b64encode(one).decode("ascii") for one in packed],
        "left_out": left_out,
    }


def nothing_yet(why: str) -> dict[str, Any]:
    """The data of an output whose recording is still under way; ``why`` is for whoever opens it later."""
    return {"version": VERSION, "har": {"log": {**log_head(), "entries": []}}, "bytes": [], "left_out": why}


def from_notebook(data: Mapping[str, Any]) -> Recording:
    """The recording in an output; its compressed bytes are lost (``Entry.unpacked``). UsageProblem, one line,
    for anything else, and where the bytes were left out."""
    try:
        if data["left_out"]:
            raise UsageProblem(data["left_out"])
        har = json.loads(json.dumps(data["har"]))
        entries = har["log"]["entries"]
        chunks = [_fill(entry, packed) for entry, packed in zip(entries, data["bytes"], strict=True)]
    except (KeyError, TypeError, ValueError, zlib.error, struct.error):
        raise UsageProblem("this output holds no recording that can be read.") from None
    recording = Recording.from_har(har, "this output")
    read = zip(recording.entries, chunks, strict=True)
    known = tuple(msgspec.structs.replace(entry, chunks=of) for entry, of in read)
    return Recording(known, recording.warnings)


def _packed(entry: Entry) -> bytes:
    """Body, reads and what the decoder makes of each block, deflated."""
    compressed = bool(entry.wire)
    reads = [[r.time_us, r.wire, r.size] if compressed else [r.time_us, r.size] for r in entry.reads]
    facts = {"reads": reads, "chunks": [block.chunks for block in entry.blocks]}
    whole = struct.pack(">I", len(entry.body)) + entry.body + msgspec.json.encode(facts)
    deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflate.compress(whole) + deflate.flush()


def _fill(entry: dict[str, Any], packed: str) -> tuple[Words, ...]:
    """Give an entry of the log its body and reads again; returns the chunks of each block."""
    whole = zlib.decompress(b64decode(packed), -zlib.MAX_WBITS)
    (length,) = struct.unpack_from(">I", whole)
    facts = json.loads(whole[4 + length :])
    body = b64encode(whole[4 : 4 + length]).decode("ascii")
    entry["response"]["content"] |= {"text": body, "encoding": "base64"}
    own = entry["_pplx"]
    own["reads"] = [[t, sizes[-1]] for t, *sizes in facts["reads"]]
    if any(len(read) > 2 for read in facts["reads"]):
        own["unpacked"] = True
        own.pop("sha256", None)
    return tuple(tuple((name, text) for name, text in block) for block in facts["chunks"])
