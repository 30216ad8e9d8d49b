"""Values of ours as a cell shows them, one file a value; each loads what draws it when it is shown."""
