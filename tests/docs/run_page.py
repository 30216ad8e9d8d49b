"""Runs the samples of one page as a reader would: one fresh IPython session, one empty folder, the demo engine.

.venv/bin/python tests/docs/run_page.py docs/howto/stopping.md …     says what failed, by page and line
"""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import tempfile
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from pages import SHOWN, Block, blocks_of  # noqa: E402
from places import ROOT, jupyter_folders  # noqa: E402

MOST_S = 60
NOT_RUN = tomllib.loads((Path(__file__).parent / "not_run.toml").read_text("utf-8"))["block"]
KEYS = ("PERPLEXITY_API_KEY", "PPLX_API_KEY", "OPENROUTER_API_KEY", "PERF_API_KEY", "PERPLEXITY_BASE_URL")
SAVED = "saved.ipynb"  # what a page finds in its folder: a notebook that has asked one question


def name_of(page: Path) -> str:
    """Its place in the checkout; a page elsewhere has its name."""
    page = page.resolve()
    return page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else page.name


def is_argued(page: Path, block: Block) -> bool:
    """True for a block that ``not_run.toml`` says why it is not run."""
    return any(one["page"] == name_of(page) and block.text.startswith(one["begins"]) for one in NOT_RUN)


def run_page(page: Path) -> list[str]:
    """What is wrong with a page's samples, [] when nothing is; in a process that forgets all afterwards."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["IPython", "pplx_notebook.client", "pplx_notebook.magic.pplx", "markdown_it"]
    )
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_reader, args=(str(page.resolve()), theirs))
    process.start()
    theirs.close()
    try:
        return list(ours.recv()) if ours.poll(MOST_S) else [f"{name_of(page)}: more than {MOST_S} s"]
    except EOFError:
        return [f"{name_of(page)}: the session died"]
    finally:
        process.kill()
        process.join()


def _reader(page: str, pipe: Any) -> None:
    """A reader's session, from top to bottom; the first failure ends it."""
    try:
        pipe.send(_session(Path(page)))
    except BaseException:
        pipe.send([f"{page}: {traceback.format_exc()}"])


def _session(page: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        (home := Path(folder) / ".home").mkdir()
        for name in KEYS:
            os.environ.pop(name, None)
        os.environ |= jupyter_folders(home)
        os.environ |= {
            "PPLX_PROVIDER": "demo",
            "PPLX_DEMO_PACE": "instant",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "MPLBACKEND": "agg",
        }
        _save_a_notebook()
        shell = _shell()
        for block in blocks_of(page):
            at = f"{name_of(page)}:{block.line}"
            if is_argued(page, block):
                continue
            wrong = _run(shell, block)
            if wrong:
                return [f"{at}: {wrong}\n\n{block.text}\n"]
    return []


def _shell() -> Any:
    """IPython as it starts, without the history of whoever tests."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    return InteractiveShell.instance(config=config, colors="nocolor")


def _save_a_notebook() -> None:
    """``saved.ipynb``, as a front end saves it."""
    import nbformat

    import pplx_notebook as pplx
    from pplx_notebook.views.faces.bundle import bundle

    question = "What is a black hole?"
    cell = nbformat.v4.new_code_cell(f"%%pplx\n{question}")
    cell.outputs = [nbformat.v4.new_output("display_data", data=bundle(pplx.ask(question)))]
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), SAVED)


def _run(shell: Any, block: Block) -> str:
    """What is wrong with one block, "" when nothing is."""
    if block.language == "python":
        return _cell(shell, block)
    if block.language == "sh":
        return _command(block)
    if block.language in (*SHOWN, "text"):
        return ""
    return f"a block says what it is, one of python, sh, text, {', '.join(SHOWN)}; not {block.language!r}"


def _cell(shell: Any, block: Block) -> str:
    with _written() as out:
        ran = shell.run_cell(block.text, store_history=False)
    error = ran.error_before_exec or ran.error_in_exec
    raised = type(error).__name__ if error is not None else ""
    if raised != block.raises:
        return f"raised {raised or 'nothing'}, not {block.raises or 'nothing'}\n{out.getvalue()}"
    return missing(block.shows, out.getvalue())


def _command(block: Block) -> str:
    with tempfile.TemporaryFile(
        "w+", encoding="utf-8"
    ) as written:  # a pipe would wait for what it left running
        process = subprocess.Popen(
            ["sh", "-e", "-c", block.text], stdout=written, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            ended = process.wait(timeout=MOST_S / 2)
        except subprocess.TimeoutExpired:
            return f"did not end within {MOST_S / 2:.0f} s"
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        written.seek(0)
        out = written.read()
    return f"ended with {ended}\n{out}" if ended else missing(block.shows, out)


def missing(told: str | None, out: str) -> str:
    """The first line a page tells that was not shown in its place, "" when all were."""
    rest = re.sub(r"\x1b\[[0-9;]*[A-Za-z]|\x1b\]8;;[^\x1b]*\x1b\\", "", out)
    for line in (told or "").splitlines():
        words = [re.escape(part) for part in line.strip().split("…")]
        match = re.search(".*?".join(words), rest)
        if match is None:
            return f"did not show {line.strip()!r} there, but\n{out}"
        rest = rest[match.end() :]
    return ""


@contextlib.contextmanager
def _written() -> Iterator[io.StringIO]:
    """What is written to both outputs meanwhile."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        yield out


if __name__ == "__main__":
    wrong = [line for name in sys.argv[1:] for line in run_page(Path(name))]
    sys.stdout.write("\n".join(wrong) or f"{len(sys.argv) - 1} pages: every sample runs.\n")
    sys.exit(bool(wrong))
