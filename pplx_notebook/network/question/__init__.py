"""One question: ``call`` (made ready, a value), ``attempts`` (the loop, top to bottom), ``exchange`` (one
request), ``server_run`` (a run that goes on at the server), ``pending_answer`` (what others see of it),
``waiting`` (for the end, or snapshot by snapshot), ``worker`` (the thread), ``recorded`` (where an exchange
is kept), ``replayed`` (which recording answers), ``log`` (what is told to a logger)."""
