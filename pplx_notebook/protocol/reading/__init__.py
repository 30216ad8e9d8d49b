"""What comes in: ``reader`` feeds events through a dialect into ``growing_answer`` (with ``growing_text``,
``thinking``, ``arriving_sources`` and ``no_text``); ``http_error`` reads what a refusal says.
"""
