"""What a reader is shown of an answer's sources: ``amount`` (how much, by name), ``snippet`` (the words of
one), ``same_page`` (which addresses are one page), ``tables`` (which rows stand where, how often each is
cited)."""
