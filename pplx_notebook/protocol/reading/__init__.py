"""What comes in: ``reader`` feeds events through a dialect into ``growing_answer`` (with ``growing_text`` and
``arriving_sources``); ``http_error`` reads what a refusal says.
"""
