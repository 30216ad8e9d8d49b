"""The network: everything between a question and the bytes of its answer. Loaded with the first question.

The rooms, from the wire up: ``chunked`` and ``streams`` (sockets), ``transport`` (the httpx transport),
``encoding`` (bounded decompression), ``endpoints`` and ``keys`` (where to, and with whose key), ``retry``,
``clocks`` and ``limits`` (when), ``exchange`` (one request), ``run`` (one question with its retries),
``worker`` (the thread all this runs on).
"""
