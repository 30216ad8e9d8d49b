"""Tables that stand for themselves, not below an answer: ``pages`` (sources), ``threads`` (conversations)."""
