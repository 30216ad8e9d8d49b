"""Which question is which, from one day to the next.

The rule: two questions are the same when the same words go to the same address as the same request: sha256 of
the address and the whole body, keys sorted. Left out is only how the answer travels (``stream``,
``stream_mode``, ``stream_options``), which we choose and servers may refuse. So another model, recency, site,
instruction, attachment or extra field is another question; another key, time limit, budget or version of this
package is not. The same question several times in one study is asked so many times, and is told by its count.
"""

from __future__ import annotations

from hashlib import sha256

import msgspec

from pplx_notebook.network.question.call import Call

TRAVEL = ("stream", "stream_mode", "stream_options")
CHARACTERS = 32  # 128 bits: no two of 10,000 questions meet


def identity(call: Call) -> str:
    """What names a question in a ledger, as hexadecimal digits."""
    body = {name: value for name, value in msgspec.json.decode(call.body).items() if name not in TRAVEL}
    seen = msgspec.json.encode([call.endpoint.url, body], order="deterministic")
    return sha256(seen).hexdigest()[:CHARACTERS]
