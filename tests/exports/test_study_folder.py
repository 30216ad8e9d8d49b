"""A study folder: what is in it, that it is an RO-Crate 1.2, and what never is."""

from __future__ import annotations

import csv
import getpass
import io
import json
import socket
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from places import CASES
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from rocrate.rocrate import ROCrate
from urllib3 import HTTPResponse
from writing_up import answer, as_left, code, saved, write

import pplx_notebook as pplx
from pplx_notebook.__main__ import main
from pplx_notebook.library.store import place, writers
from pplx_notebook.protocol.answer import AnswerError

CONTEXT = CASES / "exports" / "ro-crate-1.2-context.json"
FILES = {
    "README.md", "answers.md", "answers.jsonl", "methods.jsonl", "sources.bib", "sources.json", "checks.csv",
    "environment.json", "ro-crate-metadata.json",
}  # fmt: skip


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text("utf-8") for file in sorted(folder.iterdir())}


def graph(folder: Path) -> dict[str, Any]:
    whole = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))
    return {entity["@id"]: entity for entity in whole["@graph"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of a notebook."""
    return pplx.export(as_left(tmp_path_factory.mktemp("folder")), to="ro-crate").path


def test_it_holds_what_a_reader_of_the_paper_needs(folder: Path) -> None:
    files = contents(folder)
    assert set(files) == FILES
    lines = [json.loads(line) for line in files["answers.jsonl"].splitlines()]
    assert [line["row"] for line in lines] == [1, 2]
    assert pplx.Answer.from_dict(lines[0]["saved"]).citations[0].url == "https://example.org/tokamak"
    record = [json.loads(line) for line in files["methods.jsonl"].splitlines()]
    assert [(r["row"], r["model"], r["settings"]) for r in record] == [
        (n, "sonar-pro", {"recency": "month"}) for n in (1, 2)
    ]
    rows = list(csv.DictReader(io.StringIO(files["checks.csv"])))
    assert {row["row"] for row in rows} == {"1"}
    assert {"quoted", "not fetched"} & {row["verdict"] for row in rows}
    environment = json.loads(files["environment.json"])
    assert environment["packages"]["pplx-notebook"] == pplx.__version__
    assert environment["python"].count(".") == 2


def test_the_methods_paragraph_says_what_was_asked_when_of_whom_and_what_came(folder: Path) -> None:
    readme = contents(folder)["README.md"]
    for said in (
        "2 questions were asked on 30 November 2026", "of api.example.org", "2 were answered by sonar-pro (2).",
        "Settings: recency = month.", "The answers cite 5 pages", "cited sentences was compared by rules, offline",
        "1 private answer left out.", "No licence was chosen",
    ):  # fmt: skip
        assert said in readme


def test_it_is_an_ro_crate_1_2(folder: Path, tmp_path: Path) -> None:
    """By rocrate-validator's REQUIRED checks of that profile, offline: its cache holds the context's terms."""
    session = CachedSession(str(tmp_path / "cache"), backend="sqlite", expire_after=-1)
    session.mount("https://", _FromTheFile())
    accept = {"Accept": "application/ld+json, application/json"}
    session.get("https://w3id.org/ro/crate/1.2/context", headers=accept)
    session.get("https://w3id.org/ro/crate/1.2/context")
    session.close()
    done = subprocess.run(
        [Path(sys.executable).with_name("rocrate-validator"), "-y", "--disable-color", "validate", "--offline",
         "--cache-path", tmp_path / "cache", "-p", "ro-crate-1.2", "-v", folder],
        capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert "is a valid ro-crate-1.2" in done.stdout, done.stdout[-4000:]
    assert done.returncode == 0


class _FromTheFile(HTTPAdapter):
    """Answers with the context: there is no network."""

    def send(self, request: Any, **_: Any) -> Any:  # type: ignore[override]
        head = {"content-type": "application/ld+json"}
        raw = HTTPResponse(
            io.BytesIO(CONTEXT.read_bytes()),
            headers=head,
            status=200,
            preload_content=False,
            request_url=request.url,
        )
        return self.build_response(request, raw)


def test_every_file_is_described_as_it_is(folder: Path) -> None:
    known = graph(folder)
    terms = {*json.loads(CONTEXT.read_text("utf-8"))["@context"], "@id", "@type"}
    for entity in known.values():
        assert set(entity) <= terms
        assert entity["@type"] in terms
    parts = {part["@id"] for part in known["./"]["hasPart"]}
    assert parts == FILES - {"ro-crate-metadata.json"}
    for name in parts:
        data = (folder / name).read_bytes()
        assert (known[name]["contentSize"], known[name]["sha256"]) == (
            str(len(data)),
            sha256(data).hexdigest(),
        )
    crate = ROCrate(folder)  # another reader
    assert {entity.id for entity in crate.data_entities} == parts
    assert crate.name == "saved"


def test_the_same_study_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = pplx.export(folder.parent / "saved.ipynb", tmp_path / "again", to="ro-crate").path
    day = graph(again)["./"]["datePublished"]
    first = contents(folder)
    assert {name: text.replace(day, "") for name, text in contents(again).items()} == {
        name: text.replace(graph(folder)["./"]["datePublished"], "") for name, text in first.items()
    }


KEY = "pplx-" + "a1B2" * 12


def test_nothing_private_no_key_and_nothing_of_the_machine_goes_in(tmp_path: Path) -> None:
    notebook = write(
        tmp_path,
        code("", saved(answer(f"Use {KEY} [1].", f"What is {KEY}?", at="01:00:00"))),
        code("", saved(answer("Hidden text.", "Hidden question?", at="02:00:00", private=True))),
        code("", saved(answer("", "Third?", at="03:00:00", status="failed",
                              error=AnswerError(kind="status", message=f"401 for {KEY}")))),
    )  # fmt: skip
    everything = "\n".join(contents(pplx.export(notebook, to="ro-crate").path).values())
    assert KEY not in everything
    assert "idden" not in everything
    assert "401 for" in everything
    assert "failed or ended early" in everything
    for told in (str(tmp_path), f"{Path.home()}/", socket.gethostname(), sys.prefix):
        assert told not in everything
    if len(getpass.getuser()) > 4:
        assert getpass.getuser() not in everything


def test_a_study_its_file_and_the_history_are_written_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("PPLX_DEMO_PACE", "instant")
    monkeypatch.chdir(tmp_path)
    ledger = tmp_path / "study.jsonl"
    with pplx.Client(provider="demo", history=True) as client:
        study = client.ask_many(
            ["What is a black hole?", "", "How does CRISPR work?"], resume=ledger, progress=False
        )
    writers.flush(pplx.history.path)
    made = study.write_folder(
        tmp_path / "folder", title="Holes", licence="https://spdx.org/licenses/CC-BY-4.0"
    )
    files = contents(made)
    assert set(files) == FILES
    assert [json.loads(line)["status"] for line in files["methods.jsonl"].splitlines()] == [
        "done",
        "failed",
        "done",
    ]
    assert "of the demo engine (an offline library, no model)" in files["README.md"]
    assert graph(made)["./"]["license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}
    assert "2 were answered by demo-library (2); 1 failed" in files["README.md"]
    text = pplx.export(study, tmp_path / "study.qmd", to="quarto").path.read_text("utf-8")
    assert "## What is a black hole?" in text
    for arguments in (["study.jsonl"], ["--history", "CRISPR"]):
        assert main(["export", *arguments, "--to", "markdown", "--output", "out.md", "--force"]) == 0
        assert "## How does CRISPR work?" in (tmp_path / "out.md").read_text("utf-8")
    assert main(["export", "--history", "nobody", "--to", "markdown"]) == 1
    assert "no answer with these words" in capsys.readouterr().err
    place.turn(False)


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("years")
    with pytest.raises(pplx.PplxError, match="is there already and no study folder"):
        pplx.export([answer("One[1].")], tmp_path / "mine", to="ro-crate")
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["thesis.tex"]
    again = tmp_path / "ours"
    for _ in range(2):
        pplx.export([answer("One[1].")], again, to="ro-crate")
