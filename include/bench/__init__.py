"""Measurements that are printed and kept: one module a table, run by ``make bench``."""
