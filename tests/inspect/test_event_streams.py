"""Events listed are events decoded: the cases of ``tests/cases/shared/event-streams.json`` hold for the decoder, for
the blocks of a recording and, in ``js/test/event-streams.test.mjs``, for the inspector's page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from places import CASES

from pplx_notebook.inspect.blocks import Block, blocks_of
from pplx_notebook.protocol.sse import EventStreamDecoder

STREAMS = json.loads((CASES / "shared" / "event-streams.json").read_text("utf-8"))
each_case = pytest.mark.parametrize("case", STREAMS, ids=[case["case"] for case in STREAMS])


def reads(case: dict[str, Any]) -> list[bytes]:
    """What each read brought; a character of the file is a byte."""
    return [read.encode("latin-1") for read in case["reads"]]


def seen(block: Block) -> list[Any]:
    """A block as the file has it: type, data, last id, the read that completed it."""
    return [block.name, block.data, block.id, block.last_read]


@each_case
def test_the_decoder_hands_over_these_events(case: dict[str, Any]) -> None:
    decoder = EventStreamDecoder()
    found = [
        [event.event, event.data, event.id, number]
        for number, read in enumerate(reads(case))
        for event in decoder.feed(read)
    ]
    assert found == case["events"]


@each_case
def test_the_blocks_of_a_recording_are_these_events(case: dict[str, Any]) -> None:
    body = b"".join(reads(case))
    blocks = blocks_of(body, [(number, len(read)) for number, read in enumerate(reads(case))])
    assert [seen(block) for block in blocks if block.is_event] == case["events"]


@each_case
def test_they_are_the_same_cut_anywhere(case: dict[str, Any]) -> None:
    body = b"".join(reads(case))
    cuts = [[at, len(body) - at] for at in range(len(body))] + [[1] * len(body)]
    for cut in cuts:
        blocks = blocks_of(body, [(0, size) for size in cut])
        assert [seen(block)[:3] for block in blocks if block.is_event] == [
            event[:3] for event in case["events"]
        ]
        assert [block.end for block in blocks[:-1]] == [block.start for block in blocks[1:]]
