"""What an answer's text says, before anybody shows it. Pure.

In reading order: ``clean`` and ``links`` (what may be shown, what may be a link), ``parser`` (Markdown to the
tree of ``nodes``) with its rules ``marker_rule``, ``formula_rule``, ``unfinished`` and ``boundaries``,
``source_rows`` (sources as numbered rows), ``sections`` (the parts of an answer in one order).
"""
