"""What goes out: ``question`` and ``transcript`` become a ``payload``, whose bodies ``bodies`` writes.

``asked_as`` is what the answer remembers of it.
"""
