"""Numbers as values: ``numbers`` finds those of a text, ``rounding`` says whether two agree.

``quantity`` (the value), ``number_words`` and ``shares`` (numbers in words; "a third", "one in four", "tripled",
"the third"), ``whole_numbers`` (half a million, a few metres), ``units``, ``surroundings`` (about, at most).
"""
