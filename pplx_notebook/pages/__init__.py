"""From a page's bytes to its text. Readers of HTML and PDF meet strangers' bytes and can hang, eat memory
or crash, so they work in a process of their own, which has limits and is ended when it goes beyond them.

In reading order: ``kinds`` (what a body is), ``charset`` (bytes to characters), ``readers`` (HTML and
PDF to text), ``reader_process`` (the program that runs them), ``apart`` (who starts it, feeds it and ends
it).
"""
