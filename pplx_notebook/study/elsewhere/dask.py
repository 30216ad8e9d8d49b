"""A Dask cluster as an executor. The one file that knows Dask; ``pip install "pplx-notebook[dask]"``.

Every question is a task of its own name (``pure=False``: two equal ones are two). A worker that dies takes
with it what it had in flight only: the scheduler gives that to another.
"""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

from pplx_notebook.errors import UsageProblem


def executor_of_client(client: Any) -> Executor:
    """The cluster's workers behind the interface of ``concurrent.futures``."""
    if getattr(client, "asynchronous", False):
        raise UsageProblem("executor takes a Dask client that is not asynchronous.")
    executor: Executor = client.get_executor(pure=False, retries=0)
    executor.pplx_width = sum(client.nthreads().values()) or 1  # type: ignore[attr-defined]  # for width_of
    return executor
