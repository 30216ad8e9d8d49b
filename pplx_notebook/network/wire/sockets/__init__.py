"""Our own sockets under httpcore's pool. Delete this folder and change one line of ``httpcore_pool.py``
(``httpcore.AnyIOBackend()`` and ``lambda *_: None``), and everything works as before, slower.

What it gains: TODO-MEASURE
What it costs: four files, and the framing of chunked bodies written twice (httpcore's own, h11, reads heads).
From the wire up: ``transfer_coding`` and ``inbound`` (bytes, pure), ``stream`` and ``backend``.
"""

from pplx_notebook.network.wire.sockets.backend import network_backend
from pplx_notebook.network.wire.sockets.stream import push_of

__all__ = ["network_backend", "push_of"]
