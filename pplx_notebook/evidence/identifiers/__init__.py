"""What a source is known by, read from its address and its title; nobody is asked. ``citation_key``: the name
of a page in a bibliography."""
