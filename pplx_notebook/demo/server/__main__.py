"""``python -m pplx_notebook.demo.server``, once the name of ``python -m pplx_notebook.demo``."""

from pplx_notebook.demo.server.needed import require_installed

require_installed()

from pplx_notebook.demo.server.command import main  # noqa: E402  (needs what was just asked for)

main(older=True)
