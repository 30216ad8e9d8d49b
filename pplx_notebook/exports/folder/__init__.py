"""A study folder: what was asked, answered, cited and checked, for whoever reads the paper.

In reading order: ``material`` (what goes in), ``files`` (what each file says), ``methods_paragraph``,
``environment``, ``crate`` (the RO-Crate around it), ``writing`` (all on the disk).
"""
