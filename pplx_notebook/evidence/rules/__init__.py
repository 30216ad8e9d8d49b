"""What is compared of a sentence and its passage, in the order in which it speaks.

``partners`` (dates; ``quantity_partners``, ``name_partners``): every fact has its partner, or a rival;
``quotes``: what stands in quotation marks stands there literally; ``binding``: a number that belongs to
something else; ``turns``: the opposite said in other words; ``swaps``: a comparison turned round. Near copies
are ``evidence/alignment``.
"""
