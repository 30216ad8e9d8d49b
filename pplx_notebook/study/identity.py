"""Which question is which, from one day to the next: the rule of ``protocol/asking/same_request.py``.

Another version of this package makes no other question. The same question several times in one study is asked
so many times, and is told by its count.
"""

from __future__ import annotations

from pplx_notebook.network.question.call import Call
from pplx_notebook.protocol.asking.same_request import request_name

CHARACTERS = 32  # 128 bits: no two of 10,000 questions meet


def identity(call: Call) -> str:
    """What names a question in a ledger, as hexadecimal digits."""
    return request_name(call.endpoint.url, call.body)[:CHARACTERS]
