"""Whether a photo says where it was taken: cameras write the place beside the picture (EXIF), where nobody
sees it, and it is sent with it."""

from __future__ import annotations

import struct

_GPS = 0x8825  # the tag that points to a photo's place, by the EXIF standard
_MOST_TAGS = 200


def says_where(data: bytes) -> bool:
    """True for a JPEG, PNG or WebP whose EXIF part holds a place."""
    at = data.find(b"Exif\x00\x00", 0, 200_000)
    if at >= 0:
        return _has_place(data[at + 6 : at + 65_536])
    at = data.find(b"eXIf") if data[:4] == b"\x89PNG" else -1
    return at >= 0 and _has_place(data[at + 4 : at + 65_536])


def _has_place(tiff: bytes) -> bool:
    """Looks through the first directory of a TIFF head."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return False
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        tags = [
            struct.unpack_from(f"{order}H", tiff, start + 2 + 12 * place)[0]
            for place in range(min(count, _MOST_TAGS))
        ]
    except struct.error:
        return False
    return _GPS in tags
