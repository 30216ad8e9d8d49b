"""What the demo engine knows: short articles, a search over them, and how sources are numbered."""
