"""The documentation: Markdown pages, and the notebooks executed on the demo engine.

``sphinx-build -W -n -j 2 docs OUT`` builds it, without network; with ``-t lite`` also the course in the
browser alone (``made/browser.py``). ``made/`` holds what is generated at the build, one file a directive, so
that a table is what the code says that day. ``tests/docs`` runs every sample and reads what was built.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS))

import pplx_notebook  # noqa: E402

# no key and no address of whoever builds: every answer is the demo engine's
for name in (
    "PERPLEXITY_API_KEY",
    "PPLX_API_KEY",
    "OPENROUTER_API_KEY",
    "PERF_API_KEY",
    "PERPLEXITY_BASE_URL",
):
    os.environ.pop(name, None)
os.environ.update({"PPLX_PROVIDER": "demo", "PYDEVD_DISABLE_FILE_VALIDATION": "1"})
os.environ.setdefault("PPLX_DEMO_PACE", "20")  # times faster than a reader

project = "pplx_notebook"
author = copyright = "the maintainers of pplx_notebook, BSD-3-Clause"  # noqa: A001 - Sphinx's own name
version = release = pplx_notebook.__version__

extensions = ["myst_nb", "made"]
exclude_patterns = ["_build", "lite", "made"]
root_doc = "index"
templates_path = ["_templates"]

# Markdown
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
# notebooks come executed (made/course.py); their widgets' page-side would come from another host
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}

nitpicky = True
toc_object_entries_show_parents = "hide"
smartquotes = False  # options begin with two hyphens, and quotes are typed as they stand

html_theme = "pydata_sphinx_theme"
html_title = "pplx_notebook"
# an answer looks as in JupyterLab: by the same files
STYLE = ["shared/style/colours", "shared/style/frame", "shared/style/text"]
STYLE += ["finished/answer", "finished/ending", "finished/sources/sources"]
html_static_path = ["_static", *(f"../js/src/{name}.css" for name in STYLE)]
html_css_files = [*(f"{name.rpartition('/')[2]}.css" for name in STYLE), "docs.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "logo": {"text": "pplx_notebook"},
    "navbar_align": "left",
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "article_header_end": ["try-it"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "navigation_with_keys": False,
    "header_links_before_dropdown": 6,
    "show_toc_level": 2,
}
# a page without pages beside it needs no list of them
html_sidebars = {
    page.stem: [] for page in DOCS.glob("*.md") if page.stem not in ("course", "howto", "reference")
}
