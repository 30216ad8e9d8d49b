"""The directions of the house: imports run one way, in no circle, and a broken rule is named by its sentence.

Every import counts, also one inside a function or under ``TYPE_CHECKING``. What a room may import stands in
``MAY``: a room not named there does not exist yet, and gets its line with its first file.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "pplx_notebook"
MOST_MODULES = 14
MOST_LINES = 300

PROTOCOL = "protocol protocol/dialects protocol/reading protocol/asking"
ENTRANCE = f"{PROTOCOL} errors keys settings"
# room: what it may import besides itself, why nothing else
MAY = {
    "protocol": ("", "protocol is pure: it knows no other room"),
    "protocol/dialects": ("protocol", "a dialect turns wire JSON into chunks and knows nothing above them"),
    "protocol/reading": ("protocol protocol/dialects", "reading folds what dialects say, and asks nothing"),
    "protocol/asking": ("protocol", "asking makes a body, whoever sends it"),
    "errors": ("protocol", "the error tree is drawn over the protocol alone"),
    "keys": ("protocol errors", "a key is opaque to everybody: it knows only how to be scrubbed"),
    "key_places": ("protocol errors keys processes", "where a key is kept is nobody's business but the key's"),
    "prompts": ("protocol protocol/asking errors", "what a question is made of is known before anybody is asked"),
    "schemas": ("protocol protocol/asking errors", "a form for an answer knows neither who is asked nor how"),
    "spans": ("errors", "a span of time is a text and a number of seconds"),
    "ranges": ("protocol/asking errors spans", "a range says what is wrong with a value, and sets none"),
    "settings": ("protocol protocol/asking ranges errors keys schemas", "settings say what may be asked for, not how it is done"),
    "browser": ("errors", "the browser's room knows neither who asks nor what is shown"),
    "processes": ("browser", "what a process owns is told by whoever owns it"),
    "how_many": ("errors ranges", "how many questions are asked is a value, checked when it is made"),
    "keywords": ("errors settings how_many", "keywords only hand settings on"),
    "frames": ("errors processes", "a frame is rows and columns, whatever they say"),
    "inspect": (f"{PROTOCOL} errors keys frames", "a recording is bytes and times: whoever made it, whoever shows it"),
    "demo/library": ("protocol", "what the demo engine knows is free of the engine"),
    "demo/engine": ("protocol protocol/asking inspect processes demo/library", "the demo engine is a server: it knows only the protocol"),
    "demo": ("protocol errors processes demo/library demo/engine demo/server", "the demo's doors stand before its engine and server"),
    "demo/server": ("protocol errors demo/library demo/engine", "the demo server serves the engine, and asks nobody"),
    "network/rules": (f"{ENTRANCE} key_places processes", "rules are decisions: they open no connection"),
    "network/wire/sockets": ("network/rules", "our sockets are one folder that can be deleted"),
    "network/wire": (
        "errors keys inspect network/rules network/wire/sockets demo/engine processes browser",
        "a transport sends a request and reads a response; it knows no question",
    ),
    "network/question": (
        f"{ENTRANCE} inspect key_places prompts schemas network/rules network/wire processes browser",
        "the network never imports views, magic or the client above it",
    ),
    "network/pages": (
        "errors network/rules network/wire network/wire/sockets",
        "a cited page is a stranger's: it is fetched by rules of its own, and knows no question and no key",
    ),
    "pages": ("", "a page's reader turns bytes into text, wherever they are from"),
    "checks": (
        "protocol errors settings processes client evidence evidence/forms evidence/texts library library/store spans pages network/rules network/pages network/question views/screens",
        "a check that looks further fetches and asks on the reader's word; evidence stays pure",
    ),
    "client": (
        f"{ENTRANCE} inspect keywords how_many processes prompts schemas unsent library library/store network/rules network/wire network/question",
        "the client never imports views or what is typed in a cell",
    ),
    "unsent": (
        f"{ENTRANCE} network/rules network/question",
        "a dry run prepares a question as the network does, and has nothing to send it with",
    ),
    "session": ("protocol errors client library library/store document", "a session is what its client and a saved notebook remember"),
    "account": (
        f"{ENTRANCE} processes network/rules network/wire network/question",
        "an account knows whom one can ask and whether a key is taken, and asks no question",
    ),
    "document": ("protocol", "a document is pure: an answer goes in, a tree comes out"),
    "views/faces": ("protocol document evidence/identifiers", "faces are pure: a tree goes in, text comes out"),
    "views/faces/tables": ("protocol document views/faces", "a table of ours is drawn by the same faces"),
    "views/screens": (
        "protocol document views/faces views/screens/inspecting processes browser",
        "views never import the client or the network",
    ),
    "views/screens/inspecting": (
        "protocol inspect views/faces views/screens",
        "the inspector shows a recording: it knows neither who made it nor a document",
    ),
    "evidence/forms": ("evidence/forms/quantities", "a normal form is of a text, whoever said it"),
    "evidence/forms/quantities": ("evidence/forms", "a quantity is of a text, whoever said it"),
    "evidence/rules": ("evidence evidence/forms evidence/forms/quantities", "a rule compares a sentence with a passage"),
    "evidence/identifiers": ("protocol document", "an identifier is read from an address and a title: nobody is asked"),
    "evidence": ("protocol document frames evidence/identifiers evidence/forms evidence/forms/quantities evidence/rules evidence/texts", "evidence is pure: an answer goes in, its sentences and what stands behind them come out"),
    "evidence/texts": ("protocol document evidence", "what there is of a source is handed in, by whoever had it fetched"),
    "over_time": (
        f"{PROTOCOL} errors processes settings document frames evidence evidence/forms evidence/identifiers library exports network/pages network/question",
        "answers over time are compared as values; an archive is asked for addresses, nothing is shown",
    ),
    "library": (f"{PROTOCOL} errors settings document evidence evidence/identifiers frames library/store spans browser", "the library keeps answers: it asks nobody and shows none"),
    "library/store": (f"{PROTOCOL} errors library spans key_places processes browser", "the store is a file: it knows answers, and neither who asks nor who looks"),
    "exports/entries": ("document evidence/identifiers library", "an entry says what is known of a source: it knows no format"),
    "exports": ("protocol exports/entries evidence/identifiers library/store views/faces/tables errors library document views/faces", "an export is a walker of what the library gives"),
    "exports/writeups": (
        "protocol errors document evidence/identifiers library library/store exports exports/entries exports/folder views/faces",
        "a write-up is a walker of the tree, into a file: it asks nobody and executes nothing",
    ),
    "exports/folder": (
        "protocol errors document evidence library exports exports/writeups study",
        "a study folder is files of what is there already",
    ),
    "views/study": ("protocol document views/faces views/screens", "the views of a study know counts and rows, not who asks"),
    "study": (
        f"{ENTRANCE} how_many prompts schemas network/rules network/question client study/elsewhere library library/store document views/screens views/study processes",
        "a study asks the client and is shown; it knows no transport and nothing that is typed",
    ),
    "study/elsewhere": (
        f"{ENTRANCE} ranges network/rules network/question client study",
        "who asks elsewhere knows one question, not the study",
    ),
    "magic": (
        f"{PROTOCOL} errors keys key_places prompts schemas settings how_many account client session study library evidence checks exports magic/commands magic/shown document views/faces views/faces/tables views/screens processes browser",
        "the magic is thin: it asks the client, never the network",
    ),
    "magic/commands": (
        f"magic {PROTOCOL} errors keys key_places prompts schemas settings how_many account client session study library library/store over_time exports magic/shown document views/faces views/faces/tables views/screens",
        "a command is what a line of options leads to instead of one question",
    ),
    "magic/shown": (
        "protocol evidence evidence/identifiers over_time library exports exports/entries document views/faces/tables",
        "what a cell shows of a value is drawn by the faces",
    ),
    "gateway": (
        "protocol protocol/asking errors settings account client demo/engine demo/engine/dialects demo/server",
        "the gateway asks the client and serves with the demo's app: it knows neither network nor views",
    ),
    "__main__": ("protocol errors settings client library evidence checks library/store exports exports/writeups gateway demo/server processes", "the command line reads and writes files, it shows no widget"),
    "__init__": ("protocol errors settings inspect client session study library exports/writeups magic", "the door hands names on"),
}  # fmt: skip

# methods of a value that open another room import it inside the method, so that a reader finds them where he
# looks first, and the value stays pure for whoever does not call them: exactly these
EXCEPTIONS = {
    ("protocol/answer.py", "library/notebooks.py"),  # Answer.from_notebook
    ("protocol/answer.py", "library/sources.py"),  # Answer.sources, .to_pandas()
    ("client.py", "study/ask_many.py"),  # Client.ask_many: a study asks the client
    ("client.py", "study/study.py"),
    ("study/study.py", "exports/folder/writing.py"),  # Study.write_folder: a folder is a walker of the study
    ("protocol/answer.py", "evidence/results/checked.py"),  # Answer.check()
    ("protocol/answer.py", "checks/checks.py"),
    ("protocol/answer.py", "over_time/comparison.py"),  # Answer.compare()
    ("protocol/answer.py", "over_time/archive.py"),  # Answer.archive()
    ("protocol/answer.py", "evidence/sentences.py"),  # Answer.sentences(), .uncited()
    ("protocol/answer.py", "protocol/saved.py"),  # Answer.to_dict(): the saved form is a walker of the value
    ("library/sources.py", "exports/formats.py"),  # Sources.to_bibtex() …: an export is a walker of sources
    *(
        ("inspect/recording.py", f"inspect/{file}.py")
        for file in ("files", "har", "har_file", "frame", "bundle")
    ),
}
# and of wire, the question's room knows the contract and what holds it, never a transport
OF_WIRE = {"transport.py", "sessions.py", "decompression.py", "recording.py"}


def path_of(module: str) -> str | None:
    """The file of one of our modules, None for anybody else's."""
    if module.split(".")[0] != "pplx_notebook":
        return None
    place = PACKAGE.joinpath(*module.split(".")[1:])
    for file in (
        place.with_suffix(".py") if place != PACKAGE else PACKAGE / "__init__.py",
        place / "__init__.py",
    ):
        if file.is_file():
            return file.relative_to(PACKAGE).as_posix()
    return None


@cache
def imports_of(file: str) -> frozenset[tuple[str, str]]:
    """(module, name or "") of every import of a file."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse((PACKAGE / file).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute, else these rules do not see them"
            found |= {(str(node.module), alias.name) for alias in node.names}
    return frozenset(found)


@cache
def files() -> tuple[str, ...]:
    return tuple(sorted(file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py")))


@cache
def arrows() -> frozenset[tuple[str, str]]:
    """(importing file, imported file)."""
    found: set[tuple[str, str]] = set()
    for file in files():
        for module, name in imports_of(file):
            target = path_of(f"{module}.{name}") or path_of(module)
            if target is not None and target != file:
                found.add((file, target))
    return frozenset(found)


def room_of(file: str) -> str:
    """The longest room a file stands in."""
    place = file.removesuffix(".py").removesuffix("/__init__")
    return max(
        (room for room in MAY if place == room or place.startswith(f"{room}/")), key=len, default=place
    )


def test_every_file_stands_in_a_room_that_has_a_rule() -> None:
    bare = {"network/__init__.py", "views/__init__.py"}  # heads of rooms that hold rooms only
    assert [file for file in files() if room_of(file) not in MAY and file not in bare] == []


def test_imports_run_one_way() -> None:
    for one, other in sorted(arrows()):
        here, there = room_of(one), room_of(other)
        may, rule = MAY.get(here, ("", "the head of a room imports nothing"))
        own_face = (
            one.endswith("__init__.py")
            and other.startswith(one.removesuffix("__init__.py"))
            and one != "__init__.py"
        )
        if here != there and there not in may.split() and not own_face and (one, other) not in EXCEPTIONS:
            raise AssertionError(f"{rule}: {one} imports {other}")


def test_the_exceptions_are_still_needed() -> None:
    assert arrows() >= EXCEPTIONS


def test_no_file_is_in_a_circle() -> None:
    """Faces of packages only hand names on, and are left out."""
    left = {file: {other for one, other in arrows() - EXCEPTIONS if one == file and not other.endswith("__init__.py")}
            for file in files() if not file.endswith("__init__.py")}  # fmt: skip
    while free := {file for file, others in left.items() if not others & left.keys()}:
        left = {file: others for file, others in left.items() if file not in free}
    assert not left, f"these files import each other in a circle, or what is in one: {sorted(left)}"


def test_nothing_imports_the_magic_but_the_door() -> None:
    assert {
        one
        for one, other in arrows()
        if room_of(other).startswith("magic") and not room_of(one).startswith("magic")
    } <= {"__init__.py"}


def test_a_question_knows_no_transport_by_name() -> None:
    for one, other in arrows():
        if room_of(one) in ("network/question", "client") and room_of(other) == "network/wire":
            assert other.rpartition("/")[2] in OF_WIRE, (
                f"nothing outside wire/ knows which transport it is: {one} imports {other}"
            )


def test_the_demo_engine_is_imported_by_one_file_of_the_network() -> None:
    assert {one for one, other in arrows() if one.startswith("network/") and other.startswith("demo/")} == {
        "network/wire/demo_engine.py"
    }


def test_protocol_imports_only_the_standard_library_and_the_json_decoder() -> None:
    outside_only("protocol/", {"msgspec"})


def test_only_the_document_knows_the_parser() -> None:
    for file in files():
        known = {module.split(".")[0] for module, _ in imports_of(file)}
        if known & {"markdown_it", "mdit_py_plugins"}:
            assert room_of(file) == "document", f"faces walk our tree, not the parser's tokens: {file}"


def outside_only(place: str, allowed: set[str]) -> None:
    """The files of a place import the standard library, us and what is allowed."""
    for file in files():
        if file.startswith(place):
            for module, _ in imports_of(file):
                assert module.split(".")[0] in {*sys.stdlib_module_names, "pplx_notebook", *allowed}, (
                    f"{place} is pure: {file} imports {module}"
                )


def test_no_folder_is_fuller_than_a_reader_can_see() -> None:
    for folder in {(PACKAGE / file).parent for file in files()}:
        count = len([file for file in folder.glob("*.py") if file.name != "__init__.py"])
        assert count <= MOST_MODULES, f"{folder.name} holds {count} modules: it wants rooms"


def test_no_module_is_longer_than_300_lines() -> None:
    long = {
        file: n
        for file in files()
        if (n := len((PACKAGE / file).read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert not long, f"is there a second room in there? {long}"


def test_every_room_says_in_its_head_what_is_in_it() -> None:
    for file in files():
        if file.endswith("__init__.py"):
            said = ast.get_docstring(ast.parse((PACKAGE / file).read_text("utf-8")))
            assert said, f"{file} has no docstring: what is in here, in reading order?"


def test_a_class_name_means_one_thing() -> None:
    """One class of a name in the whole package."""
    places: dict[str, list[str]] = {}
    for file in files():
        for node in ast.parse((PACKAGE / file).read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(file)
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert not twice, f"one word, one thing: {twice}"
