"""CPU time of splitting answers and hostile texts: grows with the text, in milliseconds for each 100 kB."""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from evidence.test_sentences import HOSTILE, TABLE  # the same texts as the tests'

from pplx_notebook.evidence.splitting import split_line


def cpu_ms(text: str) -> float:
    """The best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.process_time()
        split_line(text)
        best = min(best, time.process_time() - began)
    return best * 1_000


def main() -> None:
    answers = " ".join(text.replace("\n", " ") for _, text, _ in TABLE)
    print(f"{'text':24}  100 kB   400 kB   ratio")
    for name, piece in [("all cases", answers), *((repr(piece), piece) for piece in HOSTILE)]:
        small, large = (cpu_ms((piece * (size // len(piece) + 1))[:size]) for size in (100_000, 400_000))
        print(f"{name:24} {small:6.1f}ms {large:6.1f}ms   {large / small:.1f}")


if __name__ == "__main__":
    main()
