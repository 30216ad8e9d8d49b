"""``pplx-notebook check saved.ipynb``: whether the sources in a notebook say what its answers say.

Rules of this file: the notebook is read, not executed, and not changed; pages are fetched with ``--fetch``
only, as nobody is asked here; a count of pages goes to standard error where somebody watches.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from msgspec.structs import replace

from pplx_notebook.checks.checks import check
from pplx_notebook.checks.consent import refuse_in_browser
from pplx_notebook.checks.progress import on_terminal
from pplx_notebook.errors import PplxError
from pplx_notebook.evidence.results.kept import changes
    except CheckStopped as stop:  # what there is is shown
        told.append(f"{stop.evidence}\n{stop}")
    except PplxError as problem:
        raise ValueError(str(problem)) from None
    return "\n\n".join(told) or "no answer in this notebook"
