"""Kinds of Markdown: ``escaping`` and ``dialect``, which they share; ``gfm``, ``myst``, ``quarto``."""
