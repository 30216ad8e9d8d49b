"""What goes out: ``question`` and ``transcript`` become a ``payload``, whose bodies ``bodies`` writes."""
