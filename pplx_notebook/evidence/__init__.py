"""What an answer says and what stands behind it. Pure: the standard library, the protocol and the document.

In reading order: ``stops`` (which stops end a sentence), ``abbreviations`` (its words), ``splitting`` (text
to sentences), ``sentences`` (an answer to sentences with their citations).
"""
