"""The network: everything between a question and the bytes of its answer. Loaded with the first question.

Read first ``question/attempts.py``: one question from its first attempt to its end, top to bottom. ``rules/``
are the decisions it takes, each with its numbers; ``wire/`` sends the request and reads the response, and
nothing outside it knows how. ``question/`` holds the rest of one question: the call, an exchange, what others
see of it, the thread."""
