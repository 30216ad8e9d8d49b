"""A real shell for what is typed in a cell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


@pytest.fixture(scope="module")
def one_shell() -> Iterator[InteractiveShell]:
    """A real IPython shell with the extension loaded, for a module: IPython allows one per process."""
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.run_line_magic("load_ext", "pplx_notebook")
    yield shell
    shell.run_line_magic("unload_ext", "pplx_notebook")
    InteractiveShell.clear_instance()


@pytest.fixture
def shell(one_shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """The shell with fresh magics and an instant demo engine."""
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    one_shell.run_line_magic("reload_ext", "pplx_notebook")
    one_shell.user_ns.pop("_pplx", None)
    return one_shell
