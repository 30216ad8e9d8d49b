"""Many questions: a study. In reading order:

``plan`` says what is asked, ``naming`` what the study and each of its questions are called, ``ledger``
keeps what came back (``stored``: where the history is that), ``rules`` say when to stop, ``asking`` asks
one question here or (``elsewhere``, ``worker``, ``dask``) in somebody else's process, ``run`` asks them
all, ``row`` and ``study`` are what comes of it, ``methods`` and ``frame`` its record and its table,
``watch`` and ``shown`` what is seen of it, ``ask_many`` the door.
"""
