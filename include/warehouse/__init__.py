"""The DuckDB warehouse of one refresh: built from the lake, thrown away after it."""
