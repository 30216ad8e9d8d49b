"""Thinking that stands inside the text of a choice, split off: few answers have any.

Its tags, and the rules for them, are in ``thinking_tags``, which loads with the first text that may have one.
"""

from __future__ import annotations


def split_thinking(content: str, *, ended: bool) -> tuple[str, str]:
    """(reasoning, text) of a choice's content; unless ``ended``, a tag that may be half there is hidden."""
    if not _may_have_tags(content):
        return "", "" if content.isspace() and not ended else content
    from pplx_notebook.protocol.reading import thinking_tags

    return thinking_tags.split(content, ended=ended)


def is_thinking(content: str) -> bool:
    """Whether the content so far is all inside a block of thinking, or may turn out to be."""
    if not _may_have_tags(content):
        return False
    from pplx_notebook.protocol.reading import thinking_tags

    return thinking_tags.is_inside(content)


def _may_have_tags(content: str) -> bool:
    return "<" in content or content.lstrip().startswith("[")
