"""``pplx-notebook serve``: a real provider behind the demo server's app, and the key stays on this side.

``asked`` (a question for the client), ``answerer``, ``failures``, ``tokens``, ``command``.
"""
