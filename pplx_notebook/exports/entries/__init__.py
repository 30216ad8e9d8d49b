"""What every bibliography says of a source, whatever its format: ``reference`` (which work it is, what is
known of it), ``dates`` (taken apart), ``latex_text`` (text as BibTeX and BibLaTeX hold it)."""
