"""What a source is known by, read from its address and its title; nobody is asked. ``pages``: which addresses
are one page; ``citation_key``: the name of a page in a bibliography."""
