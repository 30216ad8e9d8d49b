"""Tables that stand for themselves, not below an answer: ``cells`` (rows in three faces), ``pages``
(sources), ``threads`` (conversations), ``history`` (answers that are kept)."""
