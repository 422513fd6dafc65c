"""Layouts of the template as data: one row a field, one column a family of revisions."""
