"""What was found, written up: a notebook, a study or answers as MyST, Quarto, LaTeX, Markdown or a Word file.

In reading order: ``parts`` (what a write-up is made of), ``from_notebook`` and ``from_answers`` (where its
parts come from), ``headings``, ``citing`` (``[n]`` becomes a key of the ``.bib`` beside it), ``masking``; the
rooms ``dialects/`` (kinds of Markdown) and ``tex/``, ``docx``; ``formats`` lists them, ``writing`` writes
files; ``exporting`` is the door, ``command`` the command line's.
"""
