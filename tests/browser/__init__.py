"""A package, so that Chromium, playwright and JupyterLab end with its last test (``scope="package"``)."""
