"""An ``Answer`` made visible: pure renderers here, the widget and the live view beside them.

Nothing in this folder imports the client or the magic. Text from the network becomes HTML in one place
only, ``writer.py``, from tokens of a Markdown parser with raw HTML switched off.
"""
