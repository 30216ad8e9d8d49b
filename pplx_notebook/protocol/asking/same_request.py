"""Which requests are the same, for whoever keeps what they were answered with.

The rule: the same body goes to the same address. Left out is only how the answer travels, which we choose and
servers may refuse. So another model, recency, site, instruction, attachment, conversation before it or extra
field is another request; another key, time limit or budget is not.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

TRAVEL = ("stream", "stream_mode", "stream_options")
SHORT = 32  # hexadecimal digits, 128 bits: no two of 10,000 questions meet


def question_name(url: str, body: bytes) -> str:
    """What names a question of a study from one day to the next, ``SHORT`` hexadecimal digits: another
    version of this package makes no other question."""
    return request_name(url, body)[:SHORT]


def request_name(url: str, body: bytes, *versions: object) -> str:
    """What names a request, 64 hexadecimal digits; ``versions`` are what else makes it another one."""
    told = {name: value for name, value in msgspec.json.decode(body).items() if name not in TRAVEL}
    return sha256(msgspec.json.encode([*versions, url, told], order="deterministic")).hexdigest()
