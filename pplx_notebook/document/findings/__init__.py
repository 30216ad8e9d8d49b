"""What a check found, as a reader is shown it: ``values`` (one verdict, and all of an answer),
``at_markers`` (the tree with its verdicts), ``passage_link`` (the address of a passage on its page), ``told``
(the words)."""
