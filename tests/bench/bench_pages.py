"""What a check with pages costs: reading HTML and PDF of growing size, looking ten pages through, all of it from a
local server, and pages made to hang, fill the memory of or crash their reader."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "evidence"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "pages"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "servers"))

import hostile
import msgspec
from bench_evidence import an_answer, cpu_ms
from labelled import sources
from served_pages import admitting, serving

from pplx_notebook.pages.apart import Reader

SIZES = (15_000, 30_000, 60_000, 120_000)


def html_of(size: int) -> bytes:
    """An article of this size, of the demo library's texts."""
    text = "\n".join(text for _, text in sources().values()).replace("&", "&amp;").replace("<", "&lt;")
    paragraphs = (text * (size // len(text) + 1))[:size].split("\n")
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs if paragraph.strip())
    return f"<html><head><title>t</title></head><body><nav>a b c</nav><article>{body}</article></body></html>".encode()


def pdf_of(size: int) -> bytes:
    """A PDF that shows about as many letters."""
    text = "".join(
        char for char in "\n".join(t for _, t in sources().values()) if char.isascii() and char not in "()\\"
    )
    lines = (text * (size // len(text) + 1))[:size].split("\n")
    return hostile.pdf(
        hostile.lines(*(line[at : at + 90] for line in lines for at in range(0, len(line), 90)))
    )


def timed(reader: Reader, body: bytes, kind: str) -> tuple[float, str]:
    began = time.perf_counter()
    page = reader.read(body, kind)
    return (time.perf_counter() - began) * 1_000, page.reason or f"{len(page.text):,} characters"


def main() -> None:
    reader = Reader()
    print(
        f"first page, with the start of its process: {timed(reader, html_of(1_000), 'text/html')[0]:.0f} ms"
    )
    for name, make, kind in (("HTML", html_of, "text/html"), ("PDF", pdf_of, "application/pdf")):
        timed(reader, make(1_000), kind)
        for size in SIZES:
            body = make(size)
            took = min(timed(reader, body, kind)[0] for _ in range(3))
            print(f"{name:5} {size // 1000:4} kB: {took:7.1f} ms, {took / size * 1000:.2f} ms a kB")
    for size in SIZES:
        answer = an_answer(600, 10, 0)
        text = "\n".join(text for _, text in sources().values())
        pages = {c.url: (text * (size // len(text) + 1))[:size] for c in answer.citations}
        took = cpu_ms(lambda answer=answer, pages=pages: answer.check(pages=pages), 2)
        print(
            f"600 words against ten pages of {size // 1000:3} kB: {took:7.1f} ms, {took / size / 10 * 1000:.2f} ms a kB"
        )
    with serving({f"/{n}": ["head 200 text/html; charset=utf-8"] for n in range(1, 11)}) as server:
        body = html_of(30_000).decode().replace("\\", "").replace("\n", " ")
        for n in range(1, 11):
            server.pages[f"/{n}"] = ["head 200 text/html; charset=utf-8", f"raw {body}", "end"]
        answer = an_answer(600, 10, 0)
        cited = tuple(msgspec.structs.replace(c, url=f"{server.url}/{c.number}") for c in answer.citations)
        answer = msgspec.structs.replace(answer, citations=cited, search_results=())
        began = time.perf_counter()
        found = answer.check(fetch=True, address_rule=admitting(server.port))
        print(
            f"all of it, ten pages of 30 kB from a local server: {(time.perf_counter() - began) * 1000:.0f} ms; {found.fetched} read"
        )
    print("hostile pages, each with the reader's own limits (5 s of CPU, 1 GB):")
    for name, kind, bodies in (("HTML", "text/html", hostile.HTML), ("PDF", "application/pdf", hostile.PDFS)):
        for what, body in bodies.items():
            took, came = timed(reader, body, kind)
            print(f"{name:5} {what:16} {len(body) / 1e6:5.1f} MB {took:7.0f} ms  {came}")
    reader.close()
    print(f"most memory of a reader: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
