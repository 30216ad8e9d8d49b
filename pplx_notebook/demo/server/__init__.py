"""An answerer behind a port: ``guard``, ``limits``, ``app`` (ASGI), ``sending``, ``server``, ``command``."""
