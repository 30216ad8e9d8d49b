"""The options of ``%%pplx``: one table, one reader, one help text.

Rules of this file: options come first, the first other word begins the question (line magic) and is then
kept exactly as typed, unless it is an option's name alone; a value is never evaluated; an error names what
was wrong and the nearest option, never the value of something that may be a key.
"""

from __future__ import annotations

import json
import keyword
import re
from dataclasses import dataclass, field
from typing import Any, get_args

from IPython.core.error import UsageError

from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.errors import nearest
from pplx_notebook.protocol.asking.question import RECENCIES
from pplx_notebook.protocol.scrub import holds_key
from pplx_notebook.views.screens.view import ViewName


@dataclass(frozen=True)
class Option:
    """One row of the table. ``value`` is the word shown for its value, "" for a switch; ``may_lack`` it: if
    none follows on the line, the value is ""; ``glued``: a switch that takes one behind "=" only."""

    name: str
    help: str
    value: str = ""
    choices: tuple[str, ...] = ()
    repeatable: bool = False
    may_lack: bool = False
    glued: bool = False


OPTIONS = (
    Option("into", "bind the answer to this variable (it is always also _pplx)", "NAME"),
    Option("model", "model or effort: sonar, sonar-pro, openai/gpt-…, low, medium, high", "NAME"),
    Option("provider", "perplexity, chat, openrouter, perf, named or demo", "NAME"),
    Option("base-url", "address of an OpenAI-compatible server or gateway", "URL"),
    Option("recency", "only sources this recent", "SPAN", RECENCIES),
    Option("domain", "only this site; -site.org leaves one out; may be repeated", "SITE", repeatable=True),
    Option("images", "also images; shown when you click"),
    Option("related", "also related questions, where the API has them"),
    Option(
        "continue", "go on from the last answer; =6 from that of cell [6], =NAME from NAME", "N", glued=True
    ),
    Option("thread", "go on in the conversation of this name, or begin it", "NAME"),
    Option("max-earlier", "send along at most so many earlier questions with their answers", "N"),
    Option("threads", "list the conversations, or show one; nothing is asked", "NAME", may_lack=True),
    Option("fork", "with --threads NAME: a second one that begins as it is now", "NEW"),
    Option("trim", "with --threads NAME: keep its last N questions", "N"),
    Option("export", "with --threads NAME: write it to a file, .md or .json", "FILE"),
    Option("load", "with --threads: those of a saved notebook or an exported .json", "FILE"),
    Option("last", "show the last answer again; nothing is asked"),
    Option("models", "list the models the server offers; nothing is asked"),
    Option("background", "go on with the notebook; NAME.wait() or await NAME, then NAME.text …"),
    Option("each", "ask for each row of this DataFrame or list; its columns in {{ }}", "NAME"),
    Option("resume", "with --each: keep every answer in this file, ask none of them again", "FILE"),
    Option("max-active", "with --each: so many at once", "N"),
    Option("requests-per-minute", "with --each: in place of the tier's", "N"),
    Option("no-stream", "ask for the whole answer at once"),
    Option("view", "how to show it", "KIND", get_args(ViewName)),
    Option("sources", "its sources: tables, the same folded away, none", "AMOUNT", get_args(SourcesName)),
    Option("record", "keep what goes over the network in this file: HAR, every read at its time", "FILE"),
    Option("replay", "answer from this file, as it came then; nothing is asked", "FILE"),
    Option("record-on-miss", "answer from this file; ask and record what is not in it", "FILE"),
    Option("replay-speed", "4 is four times as fast as it was; or instant", "SPEED"),
    Option("inspect", "below the answer the exchange itself: every event, its time, its bytes"),
    Option("set", "any other request field; JSON values; may be repeated", "KEY=VALUE", repeatable=True),
    Option(
        "header",
        "a header for a gateway; NAME=$VARIABLE takes a secret from the environment",
        "NAME=VALUE",
        repeatable=True,
    ),
    Option(
        "attach",
        "send a file along: picture, PDF, Word, text, sound; may be repeated",
        "FILE",
        repeatable=True,
    ),
    Option(
        "schema", "answer in this form: a model, dataclass, TypedDict or JSON schema; .parsed is it", "NAME"
    ),
    Option("schema-retry", "ask once more, at its cost, when the answer does not fit the schema"),
    Option("template", "ask with a template that is kept; what you type goes behind it", "NAME"),
    Option("templates", "list the templates that are kept, or show one; nothing is asked"),
    Option("save-template", "keep the text below as a template; nothing is asked", "NAME"),
    Option("forget-template", "delete a template; nothing is asked", "NAME"),
    Option("dry-run", "show what would be sent, with sizes; nothing is sent, no key is needed"),
    Option("private", "leave no trace of the asking: in the saved output, history, cache, recordings"),
    Option("verbatim", "send the text exactly as typed, {{name}} included"),
    Option("cache", "an identical question is answered from the cache, unless older; off asks", "SPAN"),
    Option("max-cost-usd", "send nothing that may cost this session, with --each the study, more", "USD"),
    Option("history", "list the last answers kept, those with WORDS, or show answer ID; nothing is asked"),
    Option("forget", "delete from the history: ID, all, or older than 30d; nothing is asked"),
    Option("login", "type a key into a hidden prompt; nothing is asked"),
    Option("status", "who is asked, with the key from where, as which model; nothing is asked"),
    Option("logout", "forget the key that --login kept"),
)
BY_NAME = {option.name: option for option in OPTIONS}
KEY_COMMANDS = ("login", "status", "logout")
TAKES_WORDS = {"history", "forget", "templates"}
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
    if option.choices and value not in option.choices:
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
