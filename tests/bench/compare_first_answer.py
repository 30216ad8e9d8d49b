"""Instructions of a first answer in two checkouts: a figure that no neighbour on the machine changes.

    python tests/bench/compare_first_answer.py OLD_CHECKOUT [NEW_CHECKOUT]

Each checkout is run by the Python of its own ``.venv`` under valgrind's callgrind (``apt-get install valgrind``),
with its bytecode written before. Figures are millions of instructions of the whole process: a bare
``import pplx_notebook``, then an answer of the demo engine, one and two from a local server over HTTP.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve()
DEMO = 'assert pplx_notebook.ask("What is DNA?", provider="demo").status == "done"'
HTTP = 'assert pplx_notebook.ask("hi", provider="chat", base_url={url!r}, model="sonar").status == "done"'
ROWS = {
    "import": "",
    "and a demo answer": DEMO,
    "and an answer over HTTP": HTTP,
    "and a second one": f"{HTTP}; {HTTP}",
}


def millions(checkout: Path, code: str) -> float:
    """Instructions of a fresh interpreter that imports the package and does this."""
    python = checkout / ".venv" / "bin" / "python"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PPLX_DEMO_PACE": "instant", "PYTHONHASHSEED": "0", "PYTHONPATH": str(checkout)}
    command = [str(python), "-c", f"import pplx_notebook; {code}"]
    subprocess.run(command, env=environment, check=True)  # writes the bytecode
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        under = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log.name}"]
        subprocess.run([*under, *command], env=environment, check=True, cwd=tempfile.gettempdir())
        found = re.search(r"Collected : (\d+)", log.read())
    assert found is not None, "callgrind counted nothing"
    return int(found[1]) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path, nargs="?", default=HERE.parents[2])
    given = parser.parse_args()
    serve = [sys.executable, str(HERE.with_name("event_server.py"))]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}/warm"
        print(f"{'million instructions':28} {'old':>8} {'new':>8}  ratio")
        for name, code in ROWS.items():
            old, new = (millions(place.resolve(), code.format(url=url)) for place in (given.old, given.new))
            print(f"{name:28} {old:8.1f} {new:8.1f}  {new / old:.3f}")
        server.terminate()


if __name__ == "__main__":
    main()
