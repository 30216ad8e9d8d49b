"""Other clients, each as careful user code would use it: what comes in, what is kept, how it fails.

Each client takes a base URL, a path and a request as the dialect runner beside the checkout does, and
returns what a person would see. ``run_dialects.py openai=peers:openai_sdk …`` scores them; so does
``compare_faults.py``. Their event-stream parsers alone are for ``run_sse.py openai=iter!peers:openai_events …``.
Wanted: openai, perplexityai, httpx-sse.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Seen = dict[str, Any]


def collected(chunks: Callable[[], Iterable[Seen]], known: tuple[type[Exception], ...]) -> Seen:
    """Fold chat chunks as user code does; errors of the library's own kind are named, others are raw."""
    text: list[str] = []
    seen: Seen = {
        "reasoning": "",
        "citations": [],
        "search_results": [],
        "usage": None,
        "finish_reason": None,
        "error": None,
    }
    try:
        for chunk in chunks():
            for name in ("citations", "search_results", "usage"):
                seen[name] = chunk.get(name) or seen[name]
            for choice in chunk.get("choices") or []:
                if choice.get("index", 0) == 0:
                    text.append((choice.get("delta") or {}).get("content") or "")
                    seen["finish_reason"] = choice.get("finish_reason") or seen["finish_reason"]
    except known as error:
        status = getattr(error, "status_code", None)
        seen["error"] = {
            "kind": "status" if status else kind_of(error),
            "status": status,
            "message": str(error),
        }
    except Exception as error:  # what a user of the library does not expect
        seen["error"] = {"kind": f"raw {type(error).__name__}", "message": str(error)}
    return seen | {"text": "".join(text)}


def kind_of(error: Exception) -> str:
    """The runner's word for an error, by its name."""
    name = type(error).__name__
    for word, kind in (
        ("Timeout", "timeout"),
        ("Decoding", "decode"),
        ("Connect", "transport"),
        ("Protocol", "transport"),
        ("Read", "transport"),
    ):
        if word in name:
            return kind
    return "api"


def openai_sdk(base_url: str, path: str, request: Seen, **options: Any) -> Seen:
    """The openai SDK."""
    import openai

    known = ("model", "messages", "stream")
    body = {name: request[name] for name in known}
    extra = {name: value for name, value in request.items() if name not in known}
    client = openai.OpenAI(
        base_url=base_url + path.removesuffix("/chat/completions"), api_key=options.get("api_key", "none"),
        max_retries=options.get("retries", 2), timeout=options.get("timeout", 5.0),
    )  # fmt: skip
    return collected(
        lambda: (
            chunk.to_dict() for chunk in client.chat.completions.create(**body, extra_body=extra or None)
        ),
        (openai.OpenAIError,),
    )


def perplexity_sdk(base_url: str, path: str, request: Seen, **options: Any) -> Seen:
    """The perplexityai SDK."""
    import perplexity

    client = perplexity.Perplexity(
        base_url=base_url + path.removesuffix("/chat/completions"), api_key=options.get("api_key", "none"),
        max_retries=options.get("retries", 2), timeout=options.get("timeout", 5.0),
    )  # fmt: skip
    return collected(
        lambda: (chunk.to_dict() for chunk in client.chat.completions.create(**request)),
        (perplexity.PerplexityError,),
    )


def httpx_sse(base_url: str, path: str, request: Seen, **options: Any) -> Seen:
    """httpx, httpx-sse and json."""
    import httpx
    from httpx_sse import SSEError, connect_sse

    def chunks() -> Iterable[Seen]:
        headers = {"authorization": f"Bearer {options.get('api_key', 'none')}"}
        with (
            httpx.Client(timeout=options.get("timeout", 5.0)) as client,
            connect_sse(client, "POST", base_url + path, json=request, headers=headers) as source,
        ):
            if source.response.is_error:
                source.response.read()
                source.response.raise_for_status()
            for sse in source.iter_sse():
                if sse.data == "[DONE]":
                    return
                yield json.loads(sse.data)

    seen = collected(chunks, (httpx.HTTPError, SSEError))
    error = seen["error"]
    if error and "for url" in error["message"]:
        error |= {"kind": "status", "status": int(error["message"].split("'")[1].split()[0])}
    return seen


def ours(base_url: str, path: str, request: Seen, **options: Any) -> Seen:
    """pplx_notebook.ask."""
    from pplx_notebook import client
    from pplx_notebook.errors import PplxError

    settings: Any = {
        "provider": "chat", "base_url": base_url + path.removesuffix("/chat/completions"), "model": request["model"],
        "api_key": options.get("api_key", "none-none"), "retries": options.get("retries", 2),
        "idle_timeout_s": options.get("timeout", 5.0), **options.get("settings", {}),
    }  # fmt: skip
    try:
        answer = client.ask(request["messages"][0]["content"], **settings)
    except PplxError as error:
        text = error.answer.text if error.answer else ""
        return {"text": text, "error": {"kind": error.kind, "status": error.status, "message": str(error)}}
    return {"text": answer.text, "error": None}


def openai_events(reads: Iterator[bytes]) -> Iterator[Any]:
    """The openai SDK's parser."""
    from openai._streaming import SSEDecoder

    return SSEDecoder().iter_bytes(reads)


def perplexity_events(reads: Iterator[bytes]) -> Iterator[Any]:
    """The perplexityai SDK's parser."""
    from perplexity._streaming import SSEDecoder

    return SSEDecoder().iter_bytes(reads)


def httpx_sse_events(reads: Iterator[bytes], content_type: str | None = None) -> Iterator[Any]:
    """httpx-sse on a response of httpx."""
    import httpx
    from httpx_sse import EventSource

    headers = {"content-type": content_type or "text/event-stream"}
    return EventSource(httpx.Response(200, headers=headers, content=reads)).iter_sse()


CLIENTS = {"ours": ours, "openai": openai_sdk, "perplexityai": perplexity_sdk, "httpx-sse + json": httpx_sse}
