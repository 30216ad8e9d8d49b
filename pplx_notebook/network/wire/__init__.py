"""Transports: a request goes out, a response comes back. ``transport`` is the contract; nothing outside
this room knows which one is used. ``httpcore_pool`` (on ``sockets/``, with ``proxies_and_tls`` and
``connections``, which are used again), ``httpx_guest``, ``demo_engine`` and, in a browser, ``fetching`` and
``whole_reply`` keep it; ``sessions`` holds one loop's connections, ``decompression`` undoes content codings.
``recording`` (with ``attempt_under_way``) stands around any of them and notes what goes over it;
``replaying`` plays that.
"""
