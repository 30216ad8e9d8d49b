"""The demo engine behind a port of 127.0.0.1: ``DemoServer`` and the hand-written HTTP it speaks."""

from pplx_notebook.demo.server.server import DemoServer

__all__ = ["DemoServer"]
