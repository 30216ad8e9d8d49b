"""What an output with a recording holds: the inspector's data, and a summary for every other front end.

::

    application/vnd.pplx.recording+json   drawn by the inspector (``notebook_form``)
    text/html, text/markdown, text/plain  a summary, without script (``summary``)
"""

from __future__ import annotations

from typing import Any

from pplx_notebook.inspect.notebook_form import MIME, to_notebook
from pplx_notebook.inspect.recording import Recording
from pplx_notebook.inspect.summary import summary_html, summary_markdown, summary_text


def bundle(recording: Recording) -> dict[str, Any]:
    """MIME type -> data for ``IPython.display.display(…, raw=True)``."""
    data = to_notebook(recording)
    note = data["left_out"]
    return {
        MIME: data,
        "text/html": summary_html(recording) + (f"<p>{note}</p>" if note else ""),
        "text/markdown": summary_markdown(recording) + (f"\n\n{note}" if note else ""),
        "text/plain": summary_text(recording) + (f"\n\n{note}" if note else ""),
    }
