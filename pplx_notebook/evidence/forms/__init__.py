"""Normal forms: what the same thing has in common however it is written. Pure, standard library only.

In reading order: ``text`` (signs and spaces), ``tongue`` (which language), ``words`` (tokens and stems),
``quantities/`` (numbers with their units), ``date_patterns`` and ``dates``, ``names``, ``axes`` (words with two
ends), ``polarity`` (negators), ``phrasal`` (what two words say together).
"""
