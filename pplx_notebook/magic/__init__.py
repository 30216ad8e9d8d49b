"""What is typed in a cell: its line, its template, the magic itself, and how a cell waits."""
