"""One output, wherever what a cell displays goes: into the cell, an ``ipywidgets.Output`` or a capture.

An output of a cell can be replaced, by whom it was shown: a cell that waits may be capturing what is
displayed by now, while an answer in the background ends. Nothing else can: an ``Output`` takes what is
displayed inside its ``with`` block and passes over updates (JupyterLab, nbclient), and ``%%capture`` shows
the beginning again, long after its widget has gone. There the finished answer is an output of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.getipython import get_ipython
from IPython.display import DisplayHandle

from pplx_notebook.views.faces.unfinished_bundle import WIDGET_VIEW

Bundle = Mapping[str, Any]


class Output:
    """Mime bundles in, one output. Main thread only."""

    def __init__(self, capture: Any = None, widgets: Sequence[Any] = ()) -> None:
        """``capture`` or ``widgets`` take what is displayed; without them it is an output of the cell."""
        self.handle: Any = None
        self.publisher: Any = None
        self.capture = capture
        self.widgets = widgets

    @property
    def replaceable(self) -> bool:
        """Whether what is shown now can become something else."""
        return self.capture is None and not self.widgets

    def show(self, bundle: Bundle) -> None:
        """Create the output."""
        self.publisher = publisher()
        self.handle = DisplayHandle()  # type: ignore[no-untyped-call]  # IPython's display has no types
        self.handle.display(dict(bundle), raw=True)

    def replace(self, bundle: Bundle) -> None:
        """Put another bundle in its place, in every view of it and in what is saved."""
        if self.publisher is None:
            self.handle.update(dict(bundle), raw=True)
        else:
            place = {"display_id": self.handle.display_id}
            self.publisher.publish(dict(bundle), {}, transient=place, update=True)

    def finish(self, bundle: Bundle, passing: str = "") -> None:
        """Leave this for good: in place of what was shown where that can be replaced, else as an output of
        its own. ``passing`` is the model of a widget shown there that goes away by itself."""
        if self.capture is not None:  # it may have ended, and holds it all the same
            self.capture.publish(dict(bundle))
        elif self.widgets and not any(one in self.widgets for one in output_widgets()):
            leave(bundle, self.widgets, passing)
        elif self.replaceable and self.handle:
            self.replace(bundle)
        else:
            self.show(bundle)


def output_here() -> Output:
    """An output where this code displays."""
    return Output(captured := capture(), [] if captured else output_widgets())


def publisher() -> Any:
    """What displays for this code; None outside IPython."""
    return getattr(get_ipython(), "display_pub", None)


def capture() -> Any:
    """What takes the outputs of this code for ``%%capture`` or ``capture_output``, else None."""
    taking = publisher()
    return taking if isinstance(taking, CapturingDisplayPublisher) else None


def output_widgets() -> list[Any]:
    """The ``ipywidgets.Output`` whose ``with`` block this code runs in, as its page sees it: by the request
    whose outputs it takes. More than one where they stand inside each other."""
    module: Any = sys.modules.get("ipywidgets.widgets.widget_output")
    parent = getattr(publisher(), "parent_header", None) or {}
    if module is None or not parent.get("msg_id"):
        return []
    known = list(sys.modules["ipywidgets.widgets.widget"]._instances.values())
    return [one for one in known if isinstance(one, module.Output) and one.msg_id == parent["msg_id"]]


def leave(bundle: Bundle, widgets: Sequence[Any], passing: str) -> None:
    """An output for a widget whose ``with`` block is over, in place of the passing one if there is one."""
    holders = [one for one in widgets if any(is_passing(output, passing) for output in one.outputs)]
    widget = (holders or widgets)[-1]
    rest = tuple(output for output in widget.outputs if not is_passing(output, passing))
    widget.outputs = (*rest, {"output_type": "display_data", "data": dict(bundle), "metadata": {}})


def is_passing(output: Mapping[str, Any], model_id: str) -> bool:
    """Whether this output is the view of that widget."""
    return bool(model_id) and model_id in str(output.get("data", {}).get(WIDGET_VIEW))
