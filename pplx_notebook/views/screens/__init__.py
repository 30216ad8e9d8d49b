"""What a session shows while an answer grows: the main thread's side.

``show`` is the loop, ``view`` its contract, ``choose_view`` takes ``widget_view`` (with ``widget``, ``pace``,
``short_markers``), ``static_view`` or ``terminal_view``; ``background`` shows between cells, ``show_again``
shows what has ended, ``interrupts`` turns an interrupt into an event, ``safe_view`` keeps a failure until the
answer is bound, ``output`` is one output, wherever the cell's output goes.
"""
