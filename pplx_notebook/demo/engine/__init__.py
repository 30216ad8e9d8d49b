"""A question becomes an answer's bytes: ``request``, ``engine``, ``compose``, one file a dialect, paced."""
