"""The inspector: saved recordings on a page without a kernel, and exchanges that are inspected while they happen."""
