"""The fault table through our client and others, one process per reading.

    python tests/bench/compare_faults.py [--only ours,openai] [--cases gzip]

What counts for everybody: an answer that can be had is had, whole; one that cannot is an error of the
library's own (not success, not a raw JSONDecodeError); what had arrived is kept; no key in the message; done
within 20 s, or as long as the case says; under 300 MB of growth. Numbers of requests and words are judged in
our own tests only.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "servers"), str(HERE.parent.parent)]

FAULTS = tomllib.loads((HERE.parent / "cases" / "client" / "faults.toml").read_text("utf-8"))["case"]
HELLO = ("head 200 text/event-stream", "delta Hello_", "delta world", "finish", "done", "end")
KEY = "pplx-SecretSecretSecretSecret9"
WITHIN_S = 20
GROWTH_MB = 300


def measure(name: str, url: str, settings: dict[str, Any]) -> None:
    """One reading in this process."""
    from peers import CLIENTS

    ask = CLIENTS[name]
    request = {"model": "sonar", "messages": [{"role": "user", "content": "hi"}], "stream": True}
    good, _, bad = url.partition(",")
    ask(good, "/chat/completions", request)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    options = {
        "api_key": KEY,
        "retries": 1,
        "timeout": min(3.0, settings.pop("idle_timeout_s", 3.0)),
        "settings": settings,
    }
    seen = ask(bad, "/chat/completions", request, **options)
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps([seen["text"][:1000], seen["error"], growth]))


def verdict(case: dict[str, Any], text: str, error: dict[str, Any] | None, growth_mb: float) -> str:
    """ "" when all is well, else what is wrong."""
    wanted = case.get("text", "")
    if error and error["kind"].startswith("raw"):
        return error["kind"]
    if bool(error) != bool(case["kind"]):
        return "error " + error["message"][:60] if error else "taken for success"
    if "SecretSecret" in (error or {}).get("message", ""):
        return "key shown"
    if text != wanted and not (wanted == "*" and text):
        return f"text {text[:20]!r}"
    return f"{growth_mb:.0f} MB" if growth_mb > GROWTH_MB else ""


def reading(name: str, case: dict[str, Any]) -> str:
    """The verdict of one client on one case."""
    from local_server import LocalServer

    count, within_s = 0, max(WITHIN_S, case.get("within_s", 0))

    def script(_: object) -> tuple[str, ...]:
        nonlocal count
        steps = case["answers"][min(count, len(case["answers"]) - 1)]
        count += 1
        return tuple(part for step in steps for part in (HELLO if step == "hello" else (step,)))

    with LocalServer(lambda _: HELLO) as good, LocalServer(script) as bad:
        settings = {
            key: value for key, value in case.get("settings", {}).items() if key not in ("api_key", "retries")
        }
        command = [sys.executable, __file__, "--measure", name, f"{good.url},{bad.url}", json.dumps(settings)]
        try:
            ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=within_s)
        except subprocess.TimeoutExpired:
            return f"not over after {within_s} s"
    if ran.returncode:
        return "crash: " + ran.stderr.strip().splitlines()[-1][:60]
    return verdict(case, *json.loads(ran.stdout))


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="ours,openai,perplexityai,httpx-sse + json")
    parser.add_argument("--cases", default="")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        name, url, settings = chosen.measure
        measure(name, url, json.loads(settings))
        return
    names = chosen.only.split(",")
    cases = [case for case in FAULTS if chosen.cases in case["name"]]
    passed = dict.fromkeys(names, 0)
    for case in cases:
        verdicts = {name: reading(name, case) for name in names}
        passed = {name: passed[name] + (not verdicts[name]) for name in names}
        if any(verdicts.values()):
            print(
                case["name"].ljust(28),
                "  ".join(f"{name}: {verdict or 'ok'}" for name, verdict in verdicts.items()),
                flush=True,
            )
    print("  ".join(f"{name} {count}/{len(cases)}" for name, count in passed.items()))


if __name__ == "__main__":
    main()
