"""Notebooks to write up: one as a researcher leaves it, one of a stranger who wishes harm."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from struct import pack
from typing import Any
from zlib import compress, crc32

from places import CASES

import pplx_notebook as pplx
from pplx_notebook import Answer, Citation, SearchResult
from pplx_notebook.protocol.asked import AskedAs
from pplx_notebook.protocol.saved import MIME, to_saved

PAGES = (
    ("https://example.org/tokamak", "Tokamak {design} & 100 % of it_all"),
    ("https://example.org/stellarator?a=1&b=2#part", "Stellarators: Größe, 核融合 and α"),
    ("https://example.org/third_page~x", "A third page"),
    ("https://www.nature.com/articles/s41586-021-03819-2", "Highly accurate protein structure"),
    ("https://arxiv.org/abs/1706.03762", "Attention Is All You Need"),
)

TOKAMAK, STELLARATOR, THIRD = (
    "exampleorg-tokamak-18b5ea504e", "exampleorg-stellarator-57cb6bb461", "exampleorg-third-page-x-9ed0c218b5",
)  # fmt: skip
NATURE, ARXIV = "naturecom-s41586-021-03819-af769bf927", "arxivorg-1706-03762-eda5afa811"
ALL = {TOKAMAK, STELLARATOR, THIRD, NATURE, ARXIV}
TEXTS = ("myst", "quarto", "latex", "markdown")
HOSTILE = (CASES / "exports" / "hostile-texts.txt").read_text("utf-8").rstrip("\n").split("\n")


def png(width: int = 60, height: int = 30) -> bytes:
    """A grey picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))

    rows = b"".join(b"\0" + b"\x88" * width for _ in range(height))
    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", compress(rows)) + chunk(b"IEND", b"")


def answer(text: str, question: str = "How do they differ?", at: str = "12:00:00", **fields: Any) -> Answer:
    """An answer with three pages."""
    pages = fields.pop("pages", PAGES)
    return Answer(
        text=text,
        prompt=question,
        status=fields.pop("status", "done"),
        model="sonar-pro",
        provider="responses",
        citations=tuple(Citation(number=n, url=url, title=title) for n, (url, title) in enumerate(pages, 1)),
        search_results=tuple(
            SearchResult(url=url, title=title, date="2025-03-04", snippet=f"{title} says so.")
            for url, title in pages
        ),
        asked=AskedAs(at=f"2026-11-30T{at}.000Z", host="api.example.org", settings={"recency": "month"}),
        **fields,
    )


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def raw(source: str) -> dict[str, Any]:
    return {"cell_type": "raw", "metadata": {}, "source": source}


def code(source: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code", "execution_count": 1, "metadata": {}, "source": source, "outputs": list(outputs),
    }  # fmt: skip


def shown(**data: str) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {k.replace("_", "/"): v for k, v in data.items()},
    }


def saved(of: Answer) -> dict[str, Any]:
    """An answer's output."""
    data = {MIME: to_saved(of), "text/plain": of.text, "text/html": "<p>never read</p>"}
    return {"output_type": "display_data", "metadata": {}, "data": data}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def asked(of: Answer) -> dict[str, Any]:
    return code(f"%%pplx --recency month\n{of.prompt}", saved(of))


def write(folder: Path, *cells: dict[str, Any], name: str = "saved.ipynb") -> Path:
    """The cells as a notebook on the disk."""
    path = folder / name
    made = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


EVERYTHING = r"""Both confine plasma[1][2], at 100 % of $\beta_N$ and **more**[3]. Costs: $5 and $10 — a “quote”… It's `code[1]`.

## Numbers

| device | field (T) | year |
|:--|--:|:-:|
| ITER[1] | 5.3 | 2034 |
| W7-X | 2.5 \| 3 | 2015 [2], [3] |

1. First, *emphasis* and ~~gone~~ and H<sub>2</sub>O, x<sup>2</sup>
2. Second:
   - inner [link](https://example.org/tokamak)
   - other

> A quotation[2].

$$
\begin{align}
E &= mc^2 \\
\nabla\cdot B &= 0
\end{align}
$$

```python
print("x[1]")  # 100 % \input{x}
```

### Deeper

Scripts: 核融合は難しい, Ωμέγα, при́вет, שלום, 🎉 and → ≥ ½ ŁŹ. A note[^a]. Unknown [9]. Wow![1] Works[4][5].

---

[^a]: With **its** own[2] text.
"""


def as_left(folder: Path) -> Path:
    """A notebook as a researcher leaves it."""
    picture = b64encode(png()).decode()
    return write(
        folder,
        markdown("# Fusion: what holds it?\n\nWe ask, with $x^2$ and *care*: #1, a_b, C:\\temp & 50 %."),
        code("%load_ext pplx_notebook\nimport os\nos.environ['PPLX_API_KEY'] = 'abcdefgh12345678'"),
        markdown("## The question\n\n- one\n- two"),
        asked(answer(EVERYTHING)),
        code("print('größer')\n2 + 2", printed("\x1b[31mgrößer\x1b[0m\n"), shown(text_plain="4")),
        code("plot()", shown(text_plain="<Figure>", image_png=picture)),
        markdown("#### A level was left out\n\nAnd an end."),
        asked(answer("No marker here.", "Second?", at="13:00:00")),
        asked(answer("A secret.", "Private?", at="14:00:00", private=True)),
        raw("\\input{raw}"),
    )


def text_of(notebook: Path, to: str, **options: str) -> str:
    """A notebook written up."""
    return pplx.export(
        notebook, notebook.with_name(f"out-{to}.txt"), to=to, force=True, **options
    ).path.read_text("utf-8")
