"""Many questions: a study. In reading order:

``plan`` says what is asked, ``identity`` which question is which, ``ledger`` keeps what came back,
``rules`` say when to stop, ``asking`` asks one question here or (``elsewhere``, ``worker``, ``dask``) in
somebody else's process, ``run`` asks them all, ``row`` and ``study`` are what comes of it, ``methods`` and
``frame`` its record and its table, ``watch`` and ``shown`` what is seen of it, ``ask_many`` the door.
"""
