"""What ``%pplx`` does besides asking, a file for each: ``templates``, ``threads``, ``history``, and ``costs``
in ``--status``."""
