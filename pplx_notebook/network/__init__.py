"""The network: everything between a question and the bytes of its answer. Loaded with the first question.

From the wire up: ``chunked`` and ``inbound`` (bytes, pure), ``streams`` and ``backend`` (sockets),
``message`` (a request and its response, as every transport has them), ``transport`` (httpcore), ``embedded``
(the demo engine), ``guest`` (an httpx transport), ``session`` (one loop's connections), ``encoding`` (bounded
decompression), ``keys`` and ``endpoints`` (where to, and with whose key), ``call`` (a question made ready),
``clocks``, ``retry`` and ``limits`` (when), ``failures`` (in which words), ``exchange`` (one request),
``background`` (a run that goes on without us), ``run`` (one question with its retries), ``live`` (what the
display sees of it), ``worker`` (the thread all this runs on).
"""
