"""What an answer's text says, before anybody shows it. Pure.

In reading order: ``clean`` and ``links`` (what may be shown, what may be a link), ``nodes`` (the tree),
``parser`` (Markdown to a ``Document``) with ``rules/`` (markers, formulas, tables, emphasis, tags, what is
unfinished) and ``boundaries``, ``harmless_tex`` (what a typesetter may get), ``tree`` (tokens to nodes),
``growing_tree`` (a text that is still written), ``source_rows`` (sources as numbered rows) with ``sources/``,
``sections`` (the parts of an answer in one order)."""
