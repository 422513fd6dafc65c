"""Invented data: a workbook builder with the CMRT layout, and the drop folder of an invented manufacturer."""
