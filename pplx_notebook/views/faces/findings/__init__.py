"""What a check found, as a part of an answer: ``html``, ``markdown``, ``text``. The sum stands first, then
what to look at; the verdicts themselves stand at the markers."""
