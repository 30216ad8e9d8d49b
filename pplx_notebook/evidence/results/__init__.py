"""What comes of a check: ``kept`` (on the answer, and in a notebook beside it), ``shown`` (what the faces are
given)."""
