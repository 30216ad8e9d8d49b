"""The line of ``%%pplx`` read by the table of its options, and the help text made of it.

Rules of this file: options come first, the first other word begins the question (line magic) and is then
kept exactly as typed, unless it is an option's name alone; a value is never evaluated; an error names what
was wrong and the nearest option, never the value of something that may be a key.
"""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import dataclass, field
from typing import Any

from IPython.core.error import UsageError

from pplx_notebook.errors import nearest
from pplx_notebook.magic.line.option_table import BY_NAME, OPTIONS, TAKES_WORDS, Option
from pplx_notebook.protocol.scrub import holds_key

NO_KEY_HERE = (
    "would be saved in the notebook: use %pplx --login, or set PERPLEXITY_API_KEY in the environment."
)
KEY_WORDS = ("key", "api-key", "apikey", "api_key", "token")

# a word: quoted runs may hold spaces, and so may {…} and […], for JSON values of --set
WORD = re.compile(r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S)+""")


@dataclass(frozen=True)
class Asked:
    """What stood on the magic's line: options by name, and the text behind them exactly as typed."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    switches: frozenset[str] = frozenset()
    text: str = ""

    def get(self, name: str) -> str | None:
        """The value of an option, None when it was not given."""
        return self.values.get(name)

    @property
    def into(self) -> str | None:
        """The variable that is to have the answer; UsageError where it can be none."""
        name = self.get("into")
        if name is not None and (not name.isidentifier() or keyword.iskeyword(name)):
            raise UsageError("--into needs a plain variable name, for example --into fusion")
        return name


def read_line(line: str) -> Asked:
    """Read the options at the head of a line; raises UsageError with one sentence on the first mistake."""
    values: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    switches: set[str] = set()
    at = 0
    while match := WORD.search(line, at):
        word = match.group()
        if not word.startswith("-") or word == "-":
            return Asked(
                values, lists, frozenset(switches), text_behind(line[match.start() :].strip(), switches)
            )
        at = match.end()
        if word == "--":
            break
        name, equals, value = word.lstrip("-").partition("=")
        option = option_named(name)
        if not option.value or (option.glued and not equals):
            if equals:
                raise UsageError(f"--{option.name} takes no value.")
            switches.add(option.name)
            continue
        if not equals:
            lacks = option.may_lack and not re.match(r"\s*[^\s-]", line[at:])
            value, at = ("", at) if lacks else next_value(line, at, option)
        value = checked(unquoted(value), option)
        if option.repeatable:
            lists[option.name] = (*lists.get(option.name, ()), value)
        else:
            values[option.name] = value
    return Asked(values, lists, frozenset(switches), line[at:].strip())


def text_behind(text: str, switches: set[str]) -> str:
    """What is asked, or what one of the commands is about, which may well be the name of an option."""
    return text if switches & TAKES_WORDS else question_in(text)


def question_in(text: str) -> str:
    """The text, unless it is the name of an option alone: that was hardly meant as a question, and would cost
    what one costs."""
    option = BY_NAME.get(text.lower().replace("_", "-"))
    if option is None:
        return text
    raise UsageError(f"did you mean {usual(option)}? To ask about the word itself: %pplx -- {option.name}")


def usual(option: Option) -> str:
    """How an option is written: "--into NAME", "--continue"."""
    return f"--{option.name} {'' if option.glued else option.value}".rstrip()


def option_named(name: str) -> Option:
    """The option of that name; UsageError naming the nearest one otherwise."""
    option = BY_NAME.get(name)
    if option is not None:
        return option
    if name.lower() in KEY_WORDS:
        raise UsageError(f"a key on this line {NO_KEY_HERE}")
    shown = "--" + re.sub(r"[^A-Za-z-]", "", name)[:24]
    near = nearest(name.replace("_", "-"), tuple(BY_NAME))
    hint = f"did you mean --{near}?" if near else "%pplx? lists them."
    raise UsageError(f"unknown option {shown}: {hint}")


def next_value(line: str, at: int, option: Option) -> tuple[str, int]:
    """The word behind an option as its value, with braces and brackets kept whole."""
    match = WORD.search(line, at)
    if match is None or (match.group().startswith("--") and len(match.group()) > 2):
        raise UsageError(f"--{option.name} needs a value: --{option.name} {option.value}")
    end = match.end()
    while unbalanced(line[match.start() : end]) and (more := WORD.search(line, end)):
        end = more.end()
    return line[match.start() : end], end


def unbalanced(text: str) -> bool:
    """True while a JSON object or list in the text is still open; quoted braces do not count."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    return bare.count("{") > bare.count("}") or bare.count("[") > bare.count("]")


def unquoted(text: str) -> str:
    """The text without the pair of quotes around the whole of it."""
    return text[1:-1] if len(text) >= 2 and text[0] == text[-1] and text[0] in "'\"" else text


def checked(value: str, option: Option) -> str:
    """The value if the option takes it; UsageError listing what it takes otherwise."""
    if option.choices and value not in option.choices and (value or not option.may_lack):
        raise UsageError(f"--{option.name} takes one of {', '.join(option.choices)}.")
    return value


def whole_number(name: str, value: str | None) -> int:
    """The value of an option that counts; UsageError where it does not."""
    if value is None or not (value.isascii() and value.isdigit() and int(value) > 0):
        raise UsageError(f"--{name} takes a whole number, 1 or more.")
    return int(value)


def extra_fields(pairs: tuple[str, ...]) -> dict[str, Any]:
    """``--set`` pairs as request fields: ``a.b=1`` nests, values are JSON where they parse, else text."""
    fields: dict[str, Any] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        names = key.strip().split(".")
        if not equals or not all(names):
            raise UsageError("--set needs KEY=VALUE, for example --set temperature=0.2")
        if names[-1].lower().replace("_", "-") in KEY_WORDS or holds_key(value):
            raise UsageError(f"a key in --set {NO_KEY_HERE}")
        place = fields
        for name in names[:-1]:
            place = place.setdefault(name, {})
            if not isinstance(place, dict):
                raise UsageError(f"--set {key.strip()}: {name} already has a plain value.")
        place[names[-1]] = json_or_text(value)
    return fields


def header_fields(pairs: tuple[str, ...]) -> dict[str, str]:
    """``--header`` pairs by name."""
    split = [pair.partition("=") for pair in pairs]
    if not all(name.strip() and equals for name, equals, _ in split):
        raise UsageError("--header needs NAME=VALUE, for example --header X-Title=notebook")
    return {name.strip(): unquoted(value.strip()) for name, _, value in split}


def json_or_text(value: str) -> Any:
    """``true``, ``0.2``, ``[1]``, ``{"a": 1}`` as JSON; anything else as the text it is."""
    try:
        return json.loads(value)
    except ValueError:
        return unquoted(value)


def help_text() -> str:
    """The options as the lines ``%pplx?`` shows."""
    rows = []
    for option in OPTIONS:
        word = "|".join(option.choices) or ("" if option.glued else option.value)
        word = f"[{word}]" if option.may_lack else word
        rows.append(f"    --{option.name} {word}".rstrip().ljust(44) + option.help)
    return "\n".join(rows)
