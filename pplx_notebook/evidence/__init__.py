"""What an answer says and what stands behind it. Pure: the standard library, the protocol and the document.

In reading order: ``stops`` (which stops end a sentence), ``abbreviations`` (its words), ``splitting`` (text
to sentences), ``sentences`` (an answer to sentences and citations); then ``forms/`` (what the same thing
has in common), ``facts`` (what can be checked), ``source_text`` (a source, read once), ``passages``,
``clauses``, ``alignment`` (near copies), ``rules/`` (everything else that is compared),
``verdicts`` (in which order they speak), ``checking``.
"""
