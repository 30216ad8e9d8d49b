"""What to ask instead when a server does not take a field of the request: without streaming, in full mode."""

from __future__ import annotations

REFUSALS = (400, 406, 422, 501)
NOT_STREAMED = "the server does not stream: it was asked for the whole answer at once"
SONARS = ("sonar", "sonar-pro", "sonar-reasoning-pro", "sonar-deep-research")
