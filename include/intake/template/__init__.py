"""The Conflict Minerals Reporting Template (CMRT): cell layouts as data, and the reader that follows them."""
