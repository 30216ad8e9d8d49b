"""``python -m pplx_notebook.demo.server``, the older spelling of ``python -m pplx_notebook.demo``."""

from pplx_notebook.demo.server.server import main

main()
