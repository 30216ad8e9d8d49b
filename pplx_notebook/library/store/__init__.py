"""The history and the cache: one SQLite file of the user's own. In reading order:

``place`` says where it is, ``tables`` what is in it, ``faults`` what is wrong with a file and what is done
then, ``database`` opens it, ``rows`` are answers as they stand there, ``writer`` writes them from their first
text on, on a thread of its own, ``words`` turns what is searched for into a query, ``queries`` reads,
``clearing`` forgets, ``history`` is all that for programs, ``switch`` whether a session keeps one.
"""
