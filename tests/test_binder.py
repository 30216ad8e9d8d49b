"""A Binder session: built by repo2docker's own steps in a clean folder, it opens the first notebook, whatever starts it."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
import urllib.request
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import nbformat
import pytest
from binder_image import STEPS, Image, build
from IPython.core.inputtransformer2 import TransformerManager
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from places import ROOT

FIRST = "lab/tree/notebooks/01-first-answer.ipynb"
HONOURED = {
    "environment.yml", "requirements.txt", "runtime.txt", "apt.txt", "postBuild", "start",
    "jupyter_server_config.json", "overrides.json",  # our own, copied by postBuild
}  # fmt: skip


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The repository, built."""
    return build(tmp_path_factory.mktemp("binder"))


@pytest.mark.parametrize(
    ("command", "prefix"),
    [
        (("jupyter", "lab"), "/"),
        (("jupyter", "notebook"), "/"),
        (("jupyter", "server"), "/"),
        (("jupyter", "server"), "/user/x/"),  # as a hub starts jupyterhub-singleuser
        (("jupyter-lab",), "/user/x/"),  # as mybinder.org's hub starts it
    ],
    ids=["lab", "notebook", "server", "single-user", "hub's lab"],
)
def test_the_root_address_opens_the_first_notebook_in_jupyterlab(
    image: Image, command: tuple[str, ...], prefix: str
) -> None:
    with image.session(*command, prefix=prefix) as url, urllib.request.urlopen(url) as page:  # noqa: S310
        assert page.url.partition("?")[0] == url.partition("?")[0] + FIRST
        assert b'"appName": "JupyterLab"' in page.read()


def test_a_session_asks_the_demo_engine_and_begins_where_the_notebooks_are(image: Image) -> None:
    shown = "import os; print(os.environ['PPLX_PROVIDER'], os.path.isfile('notebooks/01-first-answer.ipynb'))"
    command = [image.environment["R2D_ENTRYPOINT"], sys.executable, "-c", shown]
    ran = subprocess.run(
        command, cwd=image.repository, env=image.environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "demo True\n"


def test_the_folder_holds_only_what_is_read_there() -> None:
    assert {path.name for path in (ROOT / "binder").iterdir()} <= HONOURED


def test_the_notebooks_import_only_what_binder_installs() -> None:
    installed = requirements_of_binder()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for module in imports_of(path) - sys.stdlib_module_names - {"pplx_notebook"}:
            providers = {canonicalize_name(name) for name in packages_distributions().get(module, [])}
            assert providers & installed, (
                f"{path.name} imports {module}, which the extra [course] does not bring"
            )


def requirements_of_binder() -> set[str]:
    """Every distribution that the file brings, in the versions that are here."""
    lines = (ROOT / "binder" / "requirements.txt").read_text("utf-8").split()
    waiting = [Requirement(line.replace(".[", "pplx-notebook[")) for line in lines]
    found: set[tuple[str, str]] = set()
    while waiting:
        asked = waiting.pop()
        for extra in ("", *asked.extras):
            one = (canonicalize_name(asked.name), extra)
            if one not in found:
                found.add(one)
                needs = [Requirement(text) for text in distribution(asked.name).requires or []]
                waiting += [
                    each for each in needs if each.marker is None or each.marker.evaluate({"extra": extra})
                ]
    return {name for name, _ in found}


def imports_of(path: Path) -> set[str]:
    """The modules its cells import, of their first names; a try may import what is not there."""
    found: set[str] = set()
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code" or cell.source.startswith("%%"):
            continue
        for node in ast.walk(ast.parse(TransformerManager().transform_cell(cell.source))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(str(node.module).partition(".")[0])
    return found


def test_the_badge_names_the_address_of_the_repository() -> None:
    """One place holds the address: ``[project.urls]``. Until it does, README says how the badge is made."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    readme = (ROOT / "README.md").read_text("utf-8")
    badges = re.findall(r"https://mybinder\.org/v2/gh/([^/]+/[^/]+)/", readme)
    address = project.get("urls", {}).get("Repository", "")
    assert badges == (
        [address.removeprefix("https://github.com/").rstrip("/")] if address else ["OWNER/NAME"]
    )


@pytest.mark.matrix
def test_the_steps_are_those_of_repo2docker(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", tmp_path], check=True)
    python = tmp_path / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "jupyter-repo2docker"], check=True)
    render = (
        "from repo2docker.app import Repo2Docker; found = [made for kind in Repo2Docker().buildpacks"
        " if (made := kind('base')).detect()]; found[0].platform = 'linux/amd64'; print(found[0].render({}))"
    )
    dockerfile = subprocess.run(
        [python, "-c", render], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    behind = dockerfile.partition("COPY --chown=1000:1000 src/ ${REPO_DIR}/")[2].splitlines()
    steps = [line for line in behind if line.startswith(("RUN ", "ENV R2D_"))]
    assert steps == [line for line in STEPS.read_text("utf-8").splitlines() if line[:1] != "#"]


@pytest.mark.matrix
@pytest.mark.timeout(600)
def test_an_image_of_nothing_but_its_requirements_runs_the_notebooks(tmp_path: Path) -> None:
    image = build(tmp_path, install=True)
    for path in sorted((image.repository / "notebooks").glob("*.ipynb")):
        command = [image.environment["R2D_ENTRYPOINT"], "jupyter", "execute", "--inplace", path]
        subprocess.run(
            command, cwd=path.parent, env=image.environment | {"PPLX_DEMO_PACE": "instant"}, check=True
        )
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert all(
            cell["execution_count"]
            for cell in cells
            if cell["cell_type"] == "code" and cell["source"] != ["# your turn"]
        )
    for command in ("lab", "server"):  # the third, notebook, is in the base that the image begins with
        with image.session("jupyter", command) as url, urllib.request.urlopen(url) as page:  # noqa: S310
            assert page.url.partition("?")[0] == url.partition("?")[0] + FIRST
