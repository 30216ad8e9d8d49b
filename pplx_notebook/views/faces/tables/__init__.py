"""Tables that stand for themselves, not below an answer: ``pages`` (sources), ``threads`` (conversations),
``history`` (answers that are kept); ``cells`` is what the last two are made of."""
