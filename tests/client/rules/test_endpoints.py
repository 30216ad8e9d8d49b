"""Where a question goes and whose key goes with it: the table in ``tests/cases/client/endpoints.toml``."""

from __future__ import annotations

import copy
import pickle
import tomllib
import traceback
from typing import Any

import places
import pytest

from pplx_notebook.errors import UsageProblem
from pplx_notebook.keys import Key
from pplx_notebook.network.rules.endpoints import Endpoint, endpoint_for
from pplx_notebook.network.wire.transport import Request
from pplx_notebook.settings import Settings

FILE = places.CASES / "client" / "endpoints.toml"
CASES = tomllib.loads(FILE.read_text("utf-8"))["case"]
SECRETS = ("pplx-one", "pplx-two", "pplx-abc", "secret")


def endpoint(settings: dict[str, Any], environment: dict[str, str]) -> Endpoint:
    """Where a question with these settings goes."""
    asked = Settings(**settings)
    return endpoint_for(
        asked.provider,
        asked.base_url,
        asked.key,
        environment=environment,
        allow_plain_http=asked.allow_plain_http,
        in_cell=asked.in_cell,
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_endpoint(case: dict[str, Any]) -> None:
    """Address, key and notices, or a sentence that says what to change and shows no secret."""
    settings, environment = case.get("settings", {}), case.get("environment", {})
    if "error" in case:
        with pytest.raises(UsageProblem) as problem:
            endpoint(settings, environment)
        line = str(problem.value)
        assert case["error"] in line
        assert len(line) <= 200
        assert line.isprintable()
        assert not any(secret in line for secret in SECRETS)
        return
    found = endpoint(settings, environment)
    assert found.url == case["url"]
    assert found.whole_url == case.get("whole_url", case["url"])
    assert (found.key.source if found.key else "") == case["key"]
    assert case.get("notice", "") in " ".join(found.notices)


@pytest.mark.parametrize(
    "pasted", ["pplx-secret123", " pplx-secret123\n", '"pplx-secret123"', "Bearer pplx-secret123"]
)
def test_a_key_is_sent_without_what_was_pasted_around_it(pasted: str) -> None:
    """Blanks, quotes and a Bearer prefix are not part of a key."""
    assert Key(pasted, "api_key=").authorisation() == "Bearer pplx-secret123"


def test_the_frames_of_a_refused_key_can_be_printed_and_do_not_show_it() -> None:
    """A traceback with its variables is what a debugger shows."""
    refused = "".join(("pplx-", "secret123", " twice"))
    with pytest.raises(UsageProblem) as raised:
        Settings(api_key=refused)
    report = traceback.TracebackException.from_exception(raised.value, capture_locals=True)
    ours = [frame for frame in report.stack if "settings.py" in frame.filename]
    assert ours
    assert "secret123" not in repr([frame.locals for frame in ours])


def test_a_key_does_not_show_itself() -> None:
    """Not printed, not in vars, not pickled, not copied, no attribute to stumble over."""
    key = Key("pplx-secret123", "PPLX_API_KEY")
    assert "secret123" not in f"{key} {key!r} {[key]} {Request('GET', '', b'', key, 1, 1)}"
    assert not hasattr(key, "__dict__")
    assert str(key) == "<key from PPLX_API_KEY>"
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            copied(key)
