"""What there is of each source: ``looked_up``, its snippets and, where it was fetched, its page."""
