"""Our own sockets under httpcore's pool. Delete this folder and change one line of ``httpcore_pool.py``
(``httpcore.AnyIOBackend()`` and ``lambda *_: None``), and everything works as before, slower.

What it gains, in microseconds of CPU per event of a whole ``ask`` (ours; ``httpcore.AnyIOBackend``; least of
7 to 9 processes in turn, busy two-core machine, tests/bench/bench_client.py, November 2026): 3 and 20 in a
burst, 21 and 48 for a recorded stream in full mode, 45 and 146 where every event is a write of its own.
What it costs: four files, and the framing of chunked bodies written twice (httpcore's own, h11, reads heads).
From the wire up: ``transfer_coding`` and ``inbound`` (bytes, pure), ``stream`` and ``backend``.
"""

from pplx_notebook.network.wire.sockets.backend import network_backend
from pplx_notebook.network.wire.sockets.stream import push_of

__all__ = ["network_backend", "push_of"]
