"""Answers as objects: what a class or a JSON schema asks of a server (``schema``), and its answer as such an
object (``fitting``)."""
