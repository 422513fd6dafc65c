"""Layout and style of the management report."""
