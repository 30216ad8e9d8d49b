"""The table of what may stand on the line of ``%%pplx``: one row an option, in the order help shows them.
``options.py`` reads lines by it; help, completion and the manual are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from pplx_notebook.document.sources.amount import SourcesName
from pplx_notebook.exports.format_names import FORMAT_NAMES
from pplx_notebook.protocol.asking.question import RECENCIES
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
    Option(
        "again", "ask the last question again, and show what changed; =6, =NAME, =FILE.ipynb", "N", glued=True
    ),
    Option("thread", "go on in the conversation of this name, or begin it", "NAME"),
    Option("max-earlier", "send along at most so many earlier questions with their answers", "N"),
    Option("threads", "list the conversations, or show one; nothing is asked", "NAME", may_lack=True),
    Option("fork", "with --threads NAME: a second one that begins as it is now", "NEW"),
    Option("trim", "with --threads NAME: keep its last N questions", "N"),
    Option("export", "with --threads NAME: write it to a file, .md or .json", "FILE"),
    Option("load", "with --threads: those of a saved notebook or an exported .json", "FILE"),
    Option("last", "show the last answer again; nothing is asked"),
    Option("archive", "the archived address of each source of the last answer, =6, =NAME", "N", glued=True),
    Option(
        "bibliography",
        "the references of this notebook, kept up to date; or in this format, to copy",
        "FORMAT",
        FORMAT_NAMES,
        may_lack=True,
    ),
    Option("models", "list the models the server offers; nothing is asked"),
    Option("background", "go on with the notebook; NAME.wait() or await NAME, then NAME.text …"),
    Option("each", "ask for each row of this DataFrame or list; its columns in {{ }}", "NAME"),
    Option("resume", "with --each: keep every answer in this file, or history; ask none again", "FILE"),
    Option("max-active", "with --each: so many at once", "N"),
    Option("requests-per-minute", "with --each: in place of the tier's", "N"),
    Option("no-stream", "ask for the whole answer at once"),
    Option("check", "look each cited sentence up in its sources, once the text is whole"),
    Option("fetch", "with --check: fetch the cited pages, without asking whether it may be done"),
    Option("check-with", "with --check: ask this provider or model about what the rules left open", "NAME"),
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
