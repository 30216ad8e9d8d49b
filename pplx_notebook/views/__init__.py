"""An ``Answer`` made visible.

Read first ``faces/bundle.py``: what the finished output of a cell carries; then ``screens/show.py``: how an
answer is shown while it grows. ``faces/`` are pure walkers of the tree in ``document/``, the only place that
writes HTML; ``screens/`` are what a session shows. Nothing in this folder imports the client, the network or
the magic."""
