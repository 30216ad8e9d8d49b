"""What remains of answers: the sources of a session or of a saved notebook."""
