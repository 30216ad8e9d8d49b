"""A check that looks further than what was sent: pages are fetched, a model is asked, both only on the
reader's word. Loaded with the first ``answer.check()``.

In reading order: ``consent`` (whether pages are fetched: ask, always, never), ``page_texts`` (addresses to
texts: store, network, reader), ``progress`` (what is seen meanwhile), ``checks`` (one check from its answer
to its rows), ``open_pairs`` (what is left to ask a model), ``asking`` (asks it), ``command`` (``pplx-notebook
check``).
"""
