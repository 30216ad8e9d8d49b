"""Markdown as GitHub and editors show it: a citation is a footnote, the format's own way, each footnote is
its page with its address. Nothing else is needed to read it."""

from __future__ import annotations

from pplx_notebook.exports.markdown import markdown_link, markdown_text
from pplx_notebook.exports.writeups.dialects.dialect import MARK, Dialect
from pplx_notebook.exports.writeups.parts import WriteUp
from pplx_notebook.library.sources import Source


def as_gfm(write_up: WriteUp, bibliography: str) -> str:  # noqa: ARG001  # it holds its own
    """The write-up as Markdown that stands by itself."""
    return _Gfm(write_up).whole()


class _Gfm(Dialect):
    apart = False  # the number of a footnote stands at its word

    def head(self) -> str:
        return f"<!-- {MARK} -->\n\n# {self.title()}"

    def citation(self, keys: tuple[str, ...]) -> str:
        return "".join(f"[^{key}]" for key in keys)

    def foot(self) -> str:
        return "\n".join(f"[^{source.key}]: {_page(source)}" for source in self.write_up.sources)


def _page(source: Source) -> str:
    """ "[Title](address), date, read 2026-11-30."."""
    title = source.title or source.host
    shown = markdown_link(title, source.url) if source.url else markdown_text(title)
    read = f"read {source.accessed}" if source.accessed else ""
    return ", ".join(filter(None, (shown, markdown_text(source.dated or ""), read))) + "."
