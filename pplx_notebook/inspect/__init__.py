"""Recordings: what went over the network for a question, as values, and as HAR 1.2 files. Pure but for the
files.

In reading order: ``recording`` (the values), ``blocks`` (bytes to events with their times), ``chunk_words``
(what the decoder made of each), ``scrubbing`` (what is never recorded), ``har`` (values to HAR),
``har_file`` (HAR to values), ``files`` (on the disk), ``questions`` (what was asked), ``frame`` (as a
DataFrame). ``*.schema.json`` are what a file keeps to. Written by ``network/wire/recording``, played by
``network/wire/replaying`` and the demo server.
"""
