"""What was found, written up: a notebook, a study or answers as MyST, Quarto, LaTeX, Markdown or a Word file.

In reading order: ``parts`` (what a write-up is made of), ``from_notebook`` and ``from_answers`` (where its
parts come from), ``headings``, ``citing`` (``[n]`` becomes a key of the ``.bib`` beside it), then one file a
format: ``gfm``, ``myst``, ``quarto`` (``dialect``, ``escaping``: what they share), ``latex`` (``tex_text``,
``tex_math``, ``tex_preamble``), ``docx``; ``formats`` lists them, ``writing`` writes files.
"""
