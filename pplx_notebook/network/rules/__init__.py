"""Decisions, each with its numbers at the head of its file: where to (``providers``, ``endpoints``,
``addresses``), how long (``time_limits``, ``clocks``), how often (``retry``, ``fallbacks``), how many
(``allowances``, ``limits``) and in which words (``failures``).
"""
