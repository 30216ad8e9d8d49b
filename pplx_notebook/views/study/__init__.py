"""What a study looks like: ``table`` says what is shown (values), ``html``, ``markdown`` and ``text`` write
it, ``screens`` show it while it grows: a widget with Stop, an output that is replaced, a line of a
terminal, a log.
"""
