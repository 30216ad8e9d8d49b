"""The tags around thinking that stands inside the text of a choice, whatever they look like.

Rules of this file:

- an opening tag (``<think>``, ``<thinking>``, ``<thought>``, with attributes too) counts only at the very
  start of the content, or behind a block that has just closed there; later it is text, because answers about
  markup exist;
- a closing tag without its opening (chat templates write that one for the model) makes thinking of all
  before it, if no opening stands there and nothing says that it is spoken of: it stands outside code and is
  glued to what is before it or alone on its line;
- splitting works on the accumulated content, for tags may be cut anywhere; what may become a tag waits.
"""

from __future__ import annotations

import re
from itertools import islice

_NAMES = ("think", "thinking", "thought", "thoughts", "reasoning", "seed:think")
_NAME = f"(?:{'|'.join(_NAMES)})"
_OPEN = re.compile(rf"\s*(?:<{_NAME}(?:\s[^<>]*)?>|\[THINK\])")
_CLOSE = re.compile(rf"</{_NAME}\s*>|\[/THINK\]")
_ANY_OPEN = re.compile(rf"<{_NAME}(?:\s[^<>]*)?>")
_MOST_SPOKEN_OF = 50  # closing tags; a text with more of them is about them
_LONGEST_TAG = 200  # characters, attributes included
_HALF_OPEN = re.compile(r"\s*(?:<(?:[a-z:]+(?:\s[^<>]*)?)?|\[T?H?I?N?K?)?\Z")
_HALF_CLOSE = re.compile(r"(?:</?(?:[a-z:]+\s*)?|\[(?:/T?H?I?N?K?)?)\Z")
_UNSURE_CLOSE = re.compile(rf"</?(?:[a-z:]+\s*)?\Z|</{_NAME}\s*>[ \t]*\n?[ \t]*\Z")
_BEGUN = re.compile(r"([a-z:]*)(\s)?")
_EMPTY_LINE = re.compile(r"[ \t]*\n[ \t]*\n")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)


def split(content: str, *, ended: bool) -> tuple[str, str]:
    """(reasoning, text) of a choice's content; unless ``ended``, a tag that may be half there is hidden."""
    thoughts: list[str] = []
    at = 0
    while found := _OPEN.match(content, at):
        closing = _CLOSE.search(content, found.end())
        if closing is None:
            rest = content[found.end() :]
            thoughts.append(rest if ended else _without_half(rest, _HALF_CLOSE))
            return _joined(thoughts), ""
        thoughts.append(content[found.end() : closing.start()])
        at = closing.end()
    if at == 0 and (closing := _lone_close(content)) is not None:
        thoughts.append(content[: closing.start()])
        at = closing.end()
    text = content[at:].lstrip() if at else content
    if not ended:
        text = "" if _is_half_open(text) else _without_half(text, _UNSURE_CLOSE)
    return _joined(thoughts), text


def is_inside(content: str) -> bool:
    """Whether the content so far is all inside a block, or may turn out to be."""
    start = content[:_LONGEST_TAG]
    if _is_half_open(start):
        return bool(start.strip())
    return _OPEN.match(start) is not None and split(content, ended=True)[1] == ""


def _joined(thoughts: list[str]) -> str:
    return "\n".join(thought for part in thoughts if (thought := part.strip()))


def _lone_close(content: str) -> re.Match[str] | None:
    """The first closing tag that closes what nobody opened."""
    if "</" not in content:
        return None
    opening = _ANY_OPEN.search(content)
    for found in islice(_CLOSE.finditer(content), _MOST_SPOKEN_OF):
        if opening is not None and opening.start() < found.start():
            return None
        if not _is_spoken_of(content, found):
            return found
    return None


def _is_spoken_of(content: str, tag: re.Match[str]) -> bool:
    """Whether a closing tag is a word of the text: in code or quotes, or between the words of a line."""
    line = content[content.rfind("\n", 0, tag.start()) + 1 : tag.start()]
    if len(_FENCE.findall(content, 0, tag.start())) % 2 or line.count("`") % 2:
        return True
    if not line.strip():
        return False
    if line[-1] in "\"'“‘«([{<":
        return True
    return line[-1].isspace() and _EMPTY_LINE.match(content, tag.end()) is None


def _is_half_open(text: str) -> bool:
    """Whether the text is, so far, the beginning of an opening tag."""
    if len(text) > _LONGEST_TAG or _HALF_OPEN.match(text) is None:
        return False
    return _may_be_named(text.lstrip().lstrip("<"))


def _without_half(text: str, half: re.Pattern[str]) -> str:
    """The text without what may become a closing tag."""
    found = half.search(text, max(0, len(text) - _LONGEST_TAG))
    if found is None or not _may_be_named(found[0].lstrip("</").partition(">")[0]):
        return text
    return text[: found.start()]


def _may_be_named(begun: str) -> bool:
    """Whether a name that has begun may become one of ours; of brackets the pattern has said so already."""
    if begun.startswith("["):
        return True
    found = _BEGUN.match(begun)
    own, complete = (found[1], found[2]) if found else ("", None)
    return own in _NAMES if complete else any(name.startswith(own) for name in _NAMES)
