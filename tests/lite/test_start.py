"""How Python starts in the page: begun before it is asked for, compiled at the build, with what is late fetched late."""

from __future__ import annotations

import _imp
import gzip
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from cells_page import CellsPage, open_cells
from lite_site import environment, python_of
from playwright.sync_api import Browser
from static_site import Change, serving_folder

PACK = "bytecode.*.bin"
SITE = "/lib/python3.14/site-packages/"
UNCHECKED = 1  # PEP 552: the hash is there, and nobody compares it
WITHOUT = "Python starts without what was compiled for it"
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
ASK = "%%pplx\nWhat is DNA?"


@contextmanager
def opened(
    chromium: Browser, site: Path, changed: Mapping[str, Change]
) -> Iterator[tuple[CellsPage, list[str], list[str]]]:
    """A lesson's cells, what the console said, and what was fetched."""
    with serving_folder(site, changed=dict(environment(PPLX_DEMO_PACE="instant")) | changed) as served:
        page = chromium.new_page()
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text))
        yield open_cells(page, served.url), said, (fetched := [])
        fetched += [name for name, *_ in served.sent]
        page.context.close()


def kernels(cells: CellsPage) -> list[str]:
    """The workers in which a kernel may run, by the first part of their names."""
    names = [worker.url.rpartition("/")[2].partition(".")[0] for worker in cells.page.workers]
    return sorted(name for name in names if name in {"worker", "comlink"})


def test_the_kernel_is_the_one_begun_with_the_page_and_another_after_a_restart(
    chromium: Browser, lite_folder: Path
) -> None:
    with opened(chromium, lite_folder, {}) as (cells, said, _):
        assert kernels(cells) == ["worker"]
        (early,) = cells.run("import sys; print('pplx_notebook.client' in sys.modules)")
        assert early.printed == "True\n", "imported before a cell asked"
        cells.page.evaluate(RESTART)
        _, answer = cells.run("%load_ext pplx_notebook", ASK)
        assert answer.status == "done"
        assert kernels(cells) == ["comlink"]
        assert [line for line in said if WITHOUT in line] == []


@pytest.mark.matrix
def test_a_pack_that_does_not_fit_is_left_out_and_said_in_the_console(
    chromium: Browser, lite_folder: Path
) -> None:
    (pack,) = lite_folder.glob(f"{python_of(lite_folder)}/{PACK}")
    broken = {pack.relative_to(lite_folder).as_posix(): lambda _: b"another thing"}
    with opened(chromium, lite_folder, broken) as (cells, said, _):
        (answer,) = cells.run(ASK)
        assert answer.status == "done"
        assert len([line for line in said if WITHOUT in line]) == 1


@pytest.mark.matrix
def test_a_late_package_comes_when_something_imports_it_and_only_as_the_lock_names_it(
    chromium: Browser, lite_folder: Path
) -> None:
    (tampered,) = lite_folder.glob(f"{python_of(lite_folder)}/wcwidth-*.whl")
    changed = {tampered.relative_to(lite_folder).as_posix(): lambda body: body + b"more"}
    with opened(chromium, lite_folder, changed) as (cells, _, fetched):
        (answer,) = cells.run(ASK)
        deep, refused, failed = (
            cells.run(cell)[0]
            for cell in (
                "def f(name): return __import__('importlib').import_module(name).__name__\nprint(f('pygments.lexers'))",
                "print(f('wcwidth'))",
                "1 / 0",
            )
        )
    assert answer.status == "done"
    assert deep.printed == "pygments.lexers\n"
    assert "is not what the lock file names" in refused.error
    assert "division by zero" in failed.error
    names = [name.rpartition("/")[2].partition("-")[0] for name in fetched]
    assert {"pygments", "wcwidth", "stack_data"} <= set(names), "a traceback is put together with stack_data"
    assert "prompt_toolkit" not in names, "nothing asked for it"


def test_what_was_compiled_is_of_the_sources_that_lie_beside_it(lite_folder: Path) -> None:
    python = lite_folder / python_of(lite_folder)
    (pack,) = python.glob(PACK)
    head, _, bodies = gzip.decompress(pack.read_bytes()).partition(b"\n")
    sources = {}
    for wheel in python.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            sources |= {name: archive.read(name) for name in archive.namelist() if name.endswith(".py")}
    told, at = json.loads(head), 0
    compiled = 0
    for path, size in told["files"]:
        content, at = bodies[at : at + size], at + size
        name = path.removeprefix(SITE)
        if not name.endswith(".pyc"):
            assert content == sources[name]
            continue
        source = sources[name.replace("__pycache__/", "").replace(".cpython-314", "").removesuffix("c")]
        assert int.from_bytes(content[4:8], "little") == UNCHECKED
        assert content[8:16] == _imp.source_hash(int.from_bytes(content[:4], "little"), source)
        compiled += 1
    assert at == len(bodies)
    assert compiled == len(told["modules"]) > 400
