"""Content codings: read in any cutting, refused when they are not what they say, undone in small steps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_server import compressed

from pplx_notebook.errors import DecodeError
from pplx_notebook.network.wire.decompression import STEP_BYTES, decoder

CODINGS = {
    "gzip": "gzip",
    "x-gzip": "gzip",
    "deflate": "deflate",
    "Deflate": "raw-deflate",
    "br": "br",
    "ZSTD": "zstd",
}
MOST_BYTES = {"br": 2 * STEP_BYTES}  # as fine as its package can cut


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(CODINGS)), st.binary(max_size=5000), st.integers(1, 700))
def test_every_coding_is_read_in_any_cutting(name: str, data: bytes, size: int) -> None:
    """What comes out is what went in, however the network cuts it."""
    decode = decoder(name)
    assert decode is not None
    wire = b"".join(compressed(CODINGS[name], [data]))
    pieces = [wire[at : at + size] for at in range(0, len(wire), size)]
    assert b"".join(part for piece in pieces for part in decode(piece)) == data


@pytest.mark.parametrize("name", sorted(CODINGS))
def test_a_step_is_bounded(name: str) -> None:
    """32 MB in one network read come out in small steps."""
    decode = decoder(name)
    assert decode is not None
    wire = b"".join(compressed(CODINGS[name], [b"x" * 2**20] * 32))
    steps = [len(part) for part in decode(wire)]
    assert sum(steps) == 32 * 2**20
    assert max(steps) <= MOST_BYTES.get(name, STEP_BYTES)


@pytest.mark.parametrize("name", ["", "identity", "identity, identity"])
def test_nothing_to_undo(name: str) -> None:
    """No coding, no decoder."""
    assert decoder(name) is None


@pytest.mark.parametrize("name", ["gzip, gzip", "gzip, br, gzip", "compress", "aes128gcm"])
def test_chains_and_strangers_are_refused(name: str) -> None:
    """One coding that we know, or none."""
    with pytest.raises(DecodeError):
        decoder(name)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_lie_is_an_error_of_its_own(name: str) -> None:
    """The header says compressed, the bytes do not."""
    decode = decoder(name)
    assert decode is not None
    with pytest.raises(DecodeError, match=f"says it is {name}"):
        list(decode(b"data: {}\n\n" * 1000))
