"""The inspector below an answer while it arrives.

``inspected_view`` puts it below any other view, ``inspector_widget`` is the page's half in a kernel,
``sending`` says what travels. What a notebook keeps in the end is ``inspect.bundle``.
"""
