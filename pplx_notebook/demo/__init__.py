"""The embedded engine: an offline library of short articles that answers in every dialect. No model."""
