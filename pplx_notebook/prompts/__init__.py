"""What a question is made of: a template and the values in it (``template``, ``values``, ``frames``,
``earlier_answers``), templates kept by name (``kept``), files sent along (``files``, ``kinds``,
``documents``, ``places_in_photos``)."""
