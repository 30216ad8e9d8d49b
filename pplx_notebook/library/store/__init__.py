"""The history and the cache: one SQLite file of the user's own. In reading order:

``place`` says where it is, ``tables`` what is in it, ``faults`` what is wrong with a file and what is done
then, ``database`` opens it, ``rows`` are answers as they stand there, ``request`` says which question is
which for the cache, ``kept`` what becomes of a question, ``writer`` writes answers from their first text on,
on a thread of its own (``writers``: one a file), ``queries`` reads, ``clearing`` forgets, ``restoring`` takes
a backup in, ``history`` is all that for programs, ``command`` for the command line.
"""
