"""The logger ``pplx_notebook``: attempts, waits and endings. Silent unless somebody asks for it.

Rule of this file: never a key, a prompt or an answer's text; of a server its provider and host.
"""

from __future__ import annotations

import logging

LOG = logging.getLogger("pplx_notebook")
LOG.addHandler(logging.NullHandler())
