"""Pages that an answer cites, fetched when their reader asks: strangers' addresses, so each step is bounded.

In reading order: ``address_rule`` (where a page may be fetched from), ``checked_backend`` (connections go to
the very address that was checked), ``robots`` (who wants no programs), ``caps`` (how much, how long, how many
at once), ``fetched`` (what came of it), ``fetching`` (one page from its address to its bytes).
"""
