"""Jinja2 layout of the documents: structure and style only; the wording is in ``include.filing.narrative``."""
