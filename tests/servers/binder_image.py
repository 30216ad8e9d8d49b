"""What Binder makes of this repository, step by step as repo2docker does (``cases/binder/steps.txt``), in a folder.

Docker is not needed: the steps are shell commands in the copied repository. Where a test only starts servers, the
image's Python is a new prefix with the packages of this one and ``pip install`` is left out.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path

from places import CASES, ROOT, jupyter_folders
from served import free_port, serving

START_S = 90  # 2 to 3 s on an idle machine; 30 is what a session may take
COMMANDS = ("jupyter", "jupyter-lab", "jupyter-notebook", "jupyter-server")
STEPS = CASES / "binder" / "steps.txt"


@dataclass(frozen=True)
class Image:
    """A built image: the repository's copy, the environment its steps and its sessions have, where logs go."""

    repository: Path
    environment: dict[str, str]
    logs: Path

    @contextmanager
    def session(self, *command: str, prefix: str = "/") -> Iterator[str]:
        """The address of a session's root, its token in it, once a server that Binder may start is up."""
        port, token = free_port(), secrets.token_hex(8)
        options = {"port": port, "base_url": prefix, "open_browser": False, "allow_root": True}
        told = [
            *(f"--ServerApp.{name}={value}" for name, value in options.items()),
            f"--IdentityProvider.token={token}",
        ]
        started = [self.environment["R2D_ENTRYPOINT"], *command, *told]
        url = f"http://127.0.0.1:{port}{prefix}"
        with serving(
            started,
            f"{url}api",
            self.logs / f"{port}.log",
            env=self.environment,
            cwd=self.repository,
            start_s=START_S,
        ):
            yield f"{url}?token={token}"


def build(folder: Path, *, install: bool = False) -> Image:
    """The image; ``install`` makes its Python of nothing but what the repository asks for."""
    repository, prefix = folder / "repository", folder / "prefix"
    copy_tracked(repository)
    venv.create(prefix, with_pip=install)
    if not install:
        with_packages_of_this_python(prefix)
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "PPLX", "PYTEST"))
        },
        **jupyter_folders(folder / "home"),
        "PATH": f"{prefix / 'bin'}:{os.environ['PATH']}",
        "NB_PYTHON_PREFIX": str(prefix),
        "KERNEL_PYTHON_PREFIX": str(prefix),
        "REPO_DIR": str(repository),
        "BINDER_SERVICE_HOST": "127.0.0.1",
    }
    for line in STEPS.read_text("utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "ENV":
            name, _, value = rest.partition("=")
            environment[name] = value.strip('"').replace("${REPO_DIR}", str(repository))
        elif kind == "RUN" and (install or "pip install" not in rest):
            subprocess.run(["sh", "-c", rest], cwd=repository, env=environment, check=True)
    return Image(repository, environment, folder)


def copy_tracked(target: Path) -> None:
    """The repository as git has it, what is not committed yet too."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


def with_packages_of_this_python(prefix: Path) -> None:
    """Its packages, commands and Jupyter files: by reference what is read, copied what a step may change."""
    (site_packages,) = (prefix / "lib").glob("python*/site-packages")
    lines = [
        f"import site; site.addsitedir({path!r})\n" for path in sys.path if path.endswith("site-packages")
    ]
    (site_packages / "image.pth").write_text("".join(lines), "utf-8")
    for command in entry_points(group="console_scripts"):
        if command.name in COMMANDS:
            file = prefix / "bin" / command.name
            file.write_text(
                f"#!{prefix}/bin/python\nfrom {command.module} import {command.attr}\n{command.attr}()\n",
                "utf-8",
            )
            file.chmod(0o755)
    shutil.copytree(Path(sys.prefix, "etc", "jupyter"), prefix / "etc" / "jupyter")
    refer(Path(sys.prefix, "share", "jupyter"), prefix / "share" / "jupyter", but="lab")
    refer(Path(sys.prefix, "share", "jupyter", "lab"), prefix / "share" / "jupyter" / "lab", but="settings")


def refer(source: Path, target: Path, *, but: str) -> None:
    """Links to everything in a folder but one."""
    target.mkdir(parents=True)
    for path in source.iterdir():
        if path.name != but:
            (target / path.name).symlink_to(path)
