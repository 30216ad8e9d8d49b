"""What a reader is shown of an answer's sources: ``amount`` (how much, by name), ``snippet`` (the words of
one), ``tables`` (which rows stand where, and how often each is cited)."""
