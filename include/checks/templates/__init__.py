"""Jinja2 templates of the Data Docs."""
