"""One question: ``call`` (made ready, a value), ``attempts`` (the loop, top to bottom), ``exchange`` (one
request), ``server_run`` (a run that goes on at the server), ``pending_answer`` (what others see of it),
``waiting`` (how a thread waits for it), ``worker`` (the thread).
"""
