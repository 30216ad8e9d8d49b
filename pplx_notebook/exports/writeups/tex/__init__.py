"""LaTeX: ``letters``, ``formulas``, the ``preamble`` of a write-up, and ``latex``, which walks its tree."""
