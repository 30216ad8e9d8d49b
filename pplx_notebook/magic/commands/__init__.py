"""What ``%pplx`` does besides asking, a file for each: ``threads``, ``history``, and ``costs`` in
``--status``."""
