"""What comes of a check: ``checked`` (its rows), ``kept`` (on the answer, and in a notebook beside it),
``shown`` (what the faces are given)."""
