"""What a session asks with: the providers there are, as the magic may know them."""

from __future__ import annotations

from pplx_notebook.network.rules.providers import PROVIDERS

PROVIDER_NAMES = tuple(PROVIDERS)
