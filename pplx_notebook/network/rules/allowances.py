"""What a server lets one user do, by provider and tier.

Tiers of the Agent API by credits ever bought, and Perf's plans (requests per minute, concurrent streams):

======= ===== ===== ===== ====== ====== ====== ============ ============
tier      0     1     2     3      4      5     perf free    perf pro
======= ===== ===== ===== ====== ====== ====== ============ ============
per min  50    150   500   1000   2000   2000   60           300
streams   -     -     -     -      -      -     3            10
======= ===== ===== ===== ====== ====== ====== ============ ============
"""

from __future__ import annotations

import msgspec

from pplx_notebook.errors import UsageProblem, printable


class Allowance(msgspec.Struct, frozen=True):
    """What one server lets one user do; None is no limit. ``strict``: never more than ``per_minute`` in any
    60 s; else they are a leaky bucket, as Perplexity's own."""

    per_minute: int | None = None
    streams: int | None = None
    strict: bool = False


TIERS = {
    "perplexity": {str(n): Allowance(limit) for n, limit in enumerate((50, 150, 500, 1000, 2000, 2000))},
    "perf": {"free": Allowance(60, 3), "pro": Allowance(300, 10), "enterprise": Allowance()},
}


def allowance(provider: str, tier: object = None, *, typed: str = "") -> Allowance:
    """The preset of a provider; its lowest tier when none is named. UsageProblem lists the tiers, by the name
    that was typed for the provider."""
    tiers = TIERS.get(provider, {})
    if tier is None:
        return next(iter(tiers.values()), Allowance())
    if str(tier) not in tiers:
        raise UsageProblem(
            f"provider {printable(typed or provider)} has no such tier; it has {', '.join(tiers) or 'none'}."
        )
    return tiers[str(tier)]
