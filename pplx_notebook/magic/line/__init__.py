"""The line of ``%%pplx``: ``option_table`` (what may stand there), ``options`` (read by it, and help),
``completion`` with ``known_values`` (what Tab offers)."""
