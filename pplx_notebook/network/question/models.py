"""What models a server offers: one GET beside the address that answers questions."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

from pplx_notebook.errors import ContentTypeError, PplxError, TooLargeError, exception_for
from pplx_notebook.network.question.attempts import Means
from pplx_notebook.network.question.call import Call
from pplx_notebook.network.question.exchange import Exchange, refusal, unpacked
from pplx_notebook.network.rules.failures import clock_error, wire_error
from pplx_notebook.network.wire.transport import Response, WireFailure
from pplx_notebook.protocol.dialects.records import first_string, mapping, string
from pplx_notebook.protocol.lenient_json import UnreadableJSONError, read_json
from pplx_notebook.protocol.scrub import printable_line

MOST_BYTES = 8 * 1024 * 1024  # OpenRouter's list of 400 models takes half a megabyte
MOST_CHARS = 200  # of a name
TIME_S = 30.0


async def offered(call: Call, means: Means) -> tuple[str, ...]:
    """The names of the models, sorted; PplxError where the server does not say."""
    endpoint = call.endpoint
    session = await means.sessions.of(endpoint.provider, means.transport)
    ask = Exchange(endpoint, endpoint.models_url, b"", call.limits, session, means.limiter, method="GET")
    try:
        async with asyncio.timeout(TIME_S):
            response = await ask.sent()
            if response.status >= 300:
                error = (await refusal(response, endpoint)).error
                raise PplxError("") if error is None else exception_for(error)
            body = await _body(response)
    except TimeoutError:
        raise exception_for(clock_error("total", TIME_S)) from None
    except WireFailure as failure:
        kind, cause, host = failure.kind, failure.__cause__, endpoint.host
        error = wire_error(kind, cause, host, proxy=failure.proxy, limits=call.limits)
        raise exception_for(error) from None
    return names_in(body, endpoint.host)


def names_in(body: bytes, host: str) -> tuple[str, ...]:
    """The names in a list of models, as OpenAI, Ollama and others write it."""
    try:
        value = read_json(body)
    except UnreadableJSONError:
        value = None
    places = (value, mapping(value).get("data"), mapping(value).get("models"))
    listed = next((rows for rows in places if isinstance(rows, list)), None)
    if listed is None:
        raise ContentTypeError(f"{host} does not list its models; check base_url and provider.")
    names = [string(row) or first_string(mapping(row), "id", "name") for row in listed]
    return tuple(sorted({printable_line(name, MOST_CHARS) for name in names if name}))


async def _body(response: Response) -> bytes:
    body = bytearray()
    try:
        async with aclosing(unpacked(response, MOST_BYTES)) as pieces:
            async for piece in pieces:
                body += piece
                if len(body) > MOST_BYTES:
                    raise TooLargeError(f"the list of models is larger than {MOST_BYTES >> 20} MB.")
    finally:
        await response.aclose()
    return bytes(body)
