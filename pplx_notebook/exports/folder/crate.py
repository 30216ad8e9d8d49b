"""The folder as an RO-Crate 1.2 (https://w3id.org/ro/crate/1.2): ``ro-crate-metadata.json``.

Rules of this file: flat JSON-LD with the context by its address; the root has name, description, date and
licence; each file is a data entity with its size and media type; each model that answered is an instrument of
one action whose result the answers are. Nobody is invented: no author, no publisher, and a licence only if
one was named, for who may use it is for its owner to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from pplx_notebook.document.clean import one_line
from pplx_notebook.exports.folder.files import FolderFile
from pplx_notebook.exports.folder.material import Material

METADATA = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.2"
NO_LICENCE = "No licence was chosen: ask whoever gave you this folder how it may be used."
PACKAGE = "#pplx_notebook"
Entity = dict[str, Any]


def metadata(
    of: Material, files: Iterable[FolderFile], *, description: str, day: str, licence: str, version: str
) -> bytes:
    """The metadata file."""
    files = list(files)
    software = {
        "@id": PACKAGE,
        "@type": "CreativeWork",  # a SoftwareApplication must have an address
        "name": "pplx_notebook",
        "version": version,
        "description": "Asks questions of the web from a notebook and keeps the answers with their sources.",
    }
    models = _models(of)
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": of.title,
        "description": description,
        "datePublished": day,
        "license": {"@id": licence} if licence else NO_LICENCE,
        "hasPart": [{"@id": file.path} for file in files],
        "mentions": {"@id": "#asking"},
    }
    descriptor: Entity = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }
    graph = [descriptor, root, *map(_file, files), _action(of, models), software, *models]
    if licence:
        graph.append({"@id": licence, "@type": "CreativeWork", "name": licence, "description": licence})
    whole = {"@context": f"{SPECIFICATION}/context", "@graph": graph}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _file(file: FolderFile) -> Entity:
    return {
        "@id": file.path,
        "@type": "File",
        "name": file.name,
        "description": file.description,
        "encodingFormat": file.media_type,
        "contentSize": str(len(file.data)),
        "sha256": sha256(file.data).hexdigest(),
    }


def _models(of: Material) -> list[Entity]:
    """Each model at each host, once."""
    named = dict.fromkeys(
        (one_line(answer.model, 80), one_line(answer.asked.host, 80) if answer.asked is not None else "")
        for answer in of.answers
        if answer.model
    )
    return [
        {
            "@id": f"#model-{place}",
            "@type": "Service",
            "name": model,
            "description": f"The model that answered{f', at {host}' if host else ''}.",
        }
        for place, (model, host) in enumerate(named, 1)
    ]


def _action(of: Material, models: list[Entity]) -> Entity:
    """The asking: with what, from when to when, what came of it."""
    times = sorted(answer.asked.at for answer in of.answers if answer.asked is not None and answer.asked.at)
    return {
        "@id": "#asking",
        "@type": "CreateAction",
        "name": f"{len(of.rows):,} question{'s' * (len(of.rows) != 1)} asked",
        "instrument": [{"@id": PACKAGE}, *({"@id": model["@id"]} for model in models)],
        "result": [{"@id": "answers.jsonl"}, {"@id": "answers.md"}],
        **({"startTime": times[0], "endTime": times[-1]} if times else {}),
    }
