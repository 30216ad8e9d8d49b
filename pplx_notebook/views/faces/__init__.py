"""A document as HTML, Markdown and text, and what a growing answer changes in it. Pure.

``bundle`` is the finished output of a cell: ``html`` (``html_blocks``, ``html_sources``), ``markdown``
(``markdown_blocks``) and ``text`` (``text_blocks``, ``text_width``). ``growing_html`` and ``changed_blocks``
say what a page has to redraw, ``unfinished_bundle`` what a notebook saved in midstream holds.

A new face (LaTeX, MyST) is one file: a walker of ``document.sections`` that writes each kind of section, and
of ``document.nodes`` that writes each kind of block and span. It asks nobody what an address or a formula may
be: the nodes say so."""
