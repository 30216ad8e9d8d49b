"""What follows from the bytes and times of a recording: its events, each with its reads and its gap."""

from __future__ import annotations

from pathlib import Path

import pytest
from recordings import entry_of, recording_of
from specimens import SPECIMENS, cuts

from pplx_notebook.inspect.blocks import GrowingBlocks
from pplx_notebook.inspect.recording import Recording
from pplx_notebook.protocol import EventStreamDecoder, read_answer


def streams(shared: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted((shared / "streams").glob("*.sse"))}


def assert_blocks_are_the_decoders(pieces: list[bytes]) -> None:
    """Events and their times are what a decoder hands over at each read, and blocks leave no hole."""
    entry = entry_of(pieces)
    decoder, events = EventStreamDecoder(), []
    for read, piece in zip(entry.reads, pieces, strict=True):
        events += [(event, read.time_us) for event in decoder.feed(piece)]
    assert [(block.event, block.time_us) for block in entry.events] == events
    assert b"".join(entry.body[block.start : block.end] for block in entry.blocks) in (
        entry.body,
        entry.body.rstrip(b"\r\n"),  # blank lines that no block came before
    )


@pytest.mark.parametrize("name", SPECIMENS)
def test_events_are_the_decoders_at_the_time_of_the_read_that_completed_them(name: str) -> None:
    data = SPECIMENS[name]
    for seed in range(12):
        assert_blocks_are_the_decoders(cuts(data, seed))
    assert_blocks_are_the_decoders([data[n : n + 1] for n in range(len(data))])


def test_the_same_of_every_recorded_stream(shared: Path) -> None:
    for data in streams(shared).values():
        assert_blocks_are_the_decoders(cuts(data, 20))


def test_blocks_grow_as_they_are_found_in_the_whole() -> None:
    pieces = cuts(SPECIMENS["mixed"], 5)
    entry, growing = entry_of(pieces), GrowingBlocks()
    grown = [
        block
        for read, piece in zip(entry.reads, pieces, strict=True)
        for block in growing.feed(piece, read.time_us)
    ]
    assert [(block.number, block.start, block.event, block.time_us) for block in grown] == [
        (block.number, block.start, block.event, block.time_us)
        for block in entry.blocks
        if not block.unfinished
    ]


def test_what_an_event_became_adds_up_to_the_answer(shared: Path) -> None:
    """Text and inline thinking of every stream, from the words of its chunks."""
    for name, data in streams(shared).items():
        words = [chunk for event in entry_of([data]).events for chunk in event.chunks]
        answer = read_answer([data])
        assert "".join(text for kind, text in words if kind == "TextDelta") == answer.text, name
        if "think" in name:
            assert "".join(text for kind, text in words if kind == "ReasoningDelta") == answer.reasoning


def test_an_event_knows_its_reads_and_its_gap() -> None:
    first, second, third = recording_of([b"data: 1", b"\n\ndata: 2\n\nda", b"ta: 3\n\n"]).events
    assert (first.reads, first.time_us, first.gap_us, first.data) == (2, 2000, 1000, "1")
    assert (second.reads, second.time_us, second.gap_us) == (1, 2000, 1000)
    assert (third.reads, third.time_us, third.gap_us, third.size) == (2, 3000, 1000, 9)


def test_a_comment_is_a_block_and_what_was_cut_is_no_event() -> None:
    comment, unfinished = entry_of([b": ping\n\ndata: 1\n"]).blocks
    assert (comment.is_event, comment.unfinished) == (False, False)
    assert (unfinished.is_event, unfinished.unfinished, unfinished.size) == (False, True, 8)


def test_frame_has_the_events(tmp_path: Path) -> None:
    frame = recording_of(
        [b'data: {"choices":[{"delta":{"content":"Hi"}}]}\n\n', b": c\n\ndata: [DONE]\n\n"]
    ).to_pandas()
    assert list(frame.columns) == [
        "attempt",
        "number",
        "time_s",
        "gap_s",
        "reads",
        "size_bytes",
        "event",
        "id",
        "became",
        "text",
        "data",
    ]
    assert frame["number"].tolist() == [1, 3]
    assert frame["time_s"].tolist() == [0.001, 0.002]
    assert (frame["text"].tolist(), frame["became"].tolist()) == (
        ["Hi", ""],
        ["Started, TextDelta", "Finished"],
    )


def test_questions_of_one_file_are_told_apart() -> None:
    one, other = (
        entry_of([b"data: 1\n\n"], exchange="0000000a"),
        entry_of(
            [b"data: 2\n\n"],
            exchange="0000000b",
            request_text='{"messages":[{"role":"system","content":"be short"},{"role":"user","content":[{"type":"text","text":"ho"}]}]}',
        ),
    )
    recording = Recording((one, other))
    assert [question.prompt for question in recording.questions] == ["hi", "ho"]
    assert repr(recording) == "<Recording: 2 questions, 2 attempts, 2 events>"
