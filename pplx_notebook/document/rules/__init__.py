"""What is read in another way than CommonMark and GFM say, one rule a file; each is taught to a parser.

``marker_rule`` (``[1]`` is a citation), ``unfinished`` (what has only begun never shows as raw marks),
``emphasis_rule`` (beside Chinese, Japanese and Korean), ``formula_rule`` with ``formula_or_text`` (money and
words are text), ``table_rule`` (a pipe inside code or a formula), ``tag_rule`` (``<br>``, ``<sub>``,
``<sup>``).
"""
