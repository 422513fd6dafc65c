"""The filing package: determination, Form SD, Conflict Minerals Report, workbook, checks and manifest.

``package.build_package`` is the way in. Everything here is pure: rows of the marts, the company profile and the
parameters go in, bytes and problems come out; the same input gives the same bytes.
"""
