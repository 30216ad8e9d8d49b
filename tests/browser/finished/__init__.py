"""Pages on which nothing is written any more: saved notebooks, exports, what a finished answer can do."""
