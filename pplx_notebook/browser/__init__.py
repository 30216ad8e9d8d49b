"""Python inside the reader's browser (Pyodide; the kernel of JupyterLite): no thread, no socket, one page.

Nothing here is loaded anywhere else. In reading order: ``waiting`` (how a cell waits where no thread can
start), ``kept_thread`` (a loop for browsers that cannot pause Python), ``page_worker`` (questions as tasks),
``page`` (what the page says while a cell runs: Stop, ■), ``kept_folder`` (files that survive a reload). The
transports are ``network/wire/fetching.py`` and ``whole_reply.py``; ``magic/line/awaited.py`` rewrites cells.
"""
