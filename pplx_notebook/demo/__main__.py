"""``python -m pplx_notebook.demo``: serve the demo engine on 127.0.0.1; see ``--help``."""

from pplx_notebook.demo.server.server import main

main()
