"""Python inside the reader's browser (Pyodide; the kernel of JupyterLite): no thread, no socket, one page.

Nothing here is loaded anywhere else. In reading order: ``waiting`` (how a cell waits where no thread can be
started), ``kept_thread`` (a loop for browsers that cannot pause Python), ``page_worker`` (questions as tasks of
the page's loop), ``page`` (what the page says while a cell runs: Stop, ■), ``kept_folder`` (files that survive
a reload). The transport is ``network/wire/fetching.py``, what is typed in a cell ``magic/awaited``.
"""
