"""What is typed in a cell: its line, its template and the names in it, the magic itself, how a cell waits."""
