"""Normal forms: what the same thing has in common however it is written. Pure, standard library only.

In reading order: ``text`` (signs and spaces), ``tongue`` (which language), ``words`` (tokens and stems),
``number_words`` and ``numbers`` (values), ``units``,
``rounding`` (whether two say the same), ``dates``, ``names``, ``polarity`` (negators, axes).
"""
