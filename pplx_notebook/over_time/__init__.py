"""Answers over time, in reading order: ``wording`` (two sentences word by word), ``pairing`` (which sentence
became which), ``comparison`` (what two answers say otherwise), ``again`` (a saved question's settings),
``mementos`` and ``archive`` (the archived address of a page)."""
