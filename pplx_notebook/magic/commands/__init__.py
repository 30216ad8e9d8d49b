"""What ``%pplx`` does besides asking, a file for each: ``threads``."""
