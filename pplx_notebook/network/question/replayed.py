"""Which recording answers a question: the one of the same question in a file.

Rules of this file:

- a question is in a file when the first request of one there has the path and the body that this question
  would send to whom that one was sent (keys and attachments aside, which no recording holds); whatever else
  is a miss: a changed question is a new question;
- an empty question is the only one of a file;
- ``replay`` refuses a miss in one line that says what the file holds; ``record-on-miss`` asks and records it;
- ``record`` replaces what the file holds of the same question, and keeps the others; a file that is no
  recording is refused before anything is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from msgspec.structs import replace

from pplx_notebook.errors import UsageProblem, printable
from pplx_notebook.inspect.files import RecordingFile
from pplx_notebook.inspect.recording import Entry, Recording
from pplx_notebook.inspect.scrubbing import clean_request
from pplx_notebook.network.question.call import Call, prepare, prepared_at
from pplx_notebook.network.question.recorded import Tape
from pplx_notebook.network.rules.allowances import Allowance
from pplx_notebook.network.rules.endpoints import DEMO_NOTICE, Endpoint
from pplx_notebook.network.rules.providers import PROVIDERS, provider_named
from pplx_notebook.settings import Settings

MOST_NAMED = 3
_PATHS = {
    "/chat/completions": "chat",
    "/v1/responses": "perplexity",
    "/v1/agent": "perplexity",
    "/v1/chat/stream": "perf",
    "/v1/chat": "perf",
}


def prepared_with_tape(
    prompt: str, settings: Settings, refused: Set[tuple[str, str]], files: dict[Path, RecordingFile]
) -> tuple[Call, Tape]:
    """The question made ready, and where it is recorded or what answers it. UsageProblem says what to
    change."""
    if settings.record is None:
        return prepare(prompt, settings, refused), Tape()
    path = Path(settings.record).expanduser().absolute()
    file = files.setdefault(path, RecordingFile(path))
    if settings.record_mode != "replay" and not path.parent.is_dir():
        folder = printable(path.parent.name)
        raise UsageProblem(f"{path.name} cannot be written: there is no folder {folder}.")
    questions = _questions(file, must_be=settings.record_mode == "replay")
    if settings.record_mode != "record" and (found := _found(prompt, settings, questions, path.name)):
        call, replay = found
        return call, Tape(replay=replay, replay_speed=settings.replay_speed)
    if settings.record_mode == "replay":
        raise UsageProblem(_miss(path.name, questions))
    if not file.ours:
        raise UsageProblem(f"{path.name} was written by another program: record into a file of its own.")
    return prepare(prompt, settings, refused), Tape(file)


def _questions(file: RecordingFile, *, must_be: bool) -> list[Recording]:
    """What was asked in the file; of a browser's export much else is in it. UsageProblem for a file that is
    no recording, and for one that ``must_be`` there and is not."""
    try:
        if must_be:
            file.path.stat()
        held = file.questions
    except OSError as problem:
        raise UsageProblem(f"{file.path.name} cannot be read: {problem.strerror or problem}.") from None
    return [question for question in held if _is_asked(question.entries[0])]


def _is_asked(first: Entry) -> bool:
    return first.method == "POST" or first.is_stream


def _found(
    prompt: str, settings: Settings, questions: list[Recording], name: str
) -> tuple[Call, Recording] | None:
    """The question's own recording, and the call that it is the answer to."""
    if not prompt.strip():
        if len(questions) > 1:
            raise UsageProblem(f"{name} holds several questions: ask one of {_held(questions)}.")
        return (_only(questions[0], settings), questions[0]) if questions else None
    wanted = provider_named(settings.provider.strip().lower()) if settings.provider else ""
    calls: dict[tuple[str, str], list[tuple[str, Call]]] = {}
    for question in questions:
        first = question.entries[0]
        place = (_provider(first), first.url)
        if wanted and wanted != place[0]:
            continue
        if place not in calls:
            calls[place] = [(clean_request(call.body), call) for call in _calls(prompt, settings, first)]
        for text, call in calls[place]:
            if _same_json(text, first.request_text):
                return replace(call, retries=max(call.retries, len(question.entries))), question
    return None


def _calls(prompt: str, settings: Settings, first: Entry) -> Iterator[Call]:
    """What this question would send to whom the recording was sent, whatever that server had refused
    before."""
    endpoint = _endpoint(first)
    fields = [("stream_mode", endpoint.url), ("stream_options", endpoint.url)]
    for refused in ((), fields[:1], fields[1:], fields):
        call = prepared_at(endpoint, prompt, settings, frozenset(refused))
        yield replace(call, allowance=Allowance(), allowance_given=True)


def _only(question: Recording, settings: Settings) -> Call:
    """The recorded question, as it was asked then."""
    first = question.entries[0]
    call = next(_calls(question.prompt or "?", settings, first))
    body = first.request_text.encode()
    return replace(call, body=body, retries=max(call.retries, len(question.entries)))


def _endpoint(first: Entry) -> Endpoint:
    """Whom the recording was sent to; nothing is sent there, and no key is looked for."""
    provider = _provider(first)
    notices = (DEMO_NOTICE,) if provider == "demo" else ()
    return Endpoint(provider, PROVIDERS[provider].dialect, first.url, first.url, notices=notices)


def _provider(first: Entry) -> str:
    """Whom it was sent to; by its path where the recording does not say."""
    if first.provider in PROVIDERS:
        return first.provider
    path = urlsplit(first.url).path.rstrip("/")
    return next((name for end, name in _PATHS.items() if path.endswith(end)), "named")


def _same_json(one: str, other: str) -> bool:
    """Equal, or the same JSON laid out otherwise, as an editor may have."""
    if one == other or len(one) == len(other):  # what an editor lays out is longer
        return one == other
    try:
        return bool(msgspec.json.decode(one) == msgspec.json.decode(other))
    except msgspec.DecodeError:
        return False


def _miss(name: str, questions: list[Recording]) -> str:
    """What the file holds instead."""
    if not questions:
        return f"{name} holds no question."
    return f"{name} does not hold this question, asked like this; it holds {_held(questions)}."


def _held(questions: list[Recording]) -> str:
    """The questions, the first few by their words."""
    prompts = [_shown(question.prompt) for question in questions[:MOST_NAMED]]
    more = f" and {len(questions) - MOST_NAMED} more" if len(questions) > MOST_NAMED else ""
    return ", ".join(prompts) + more


def _shown(prompt: str) -> str:
    words = " ".join(prompt.split())
    return f"“{words if len(words) <= 45 else words[:44] + '…'}”"
