"""What people say about findings, declarations and red flags: events of the one ledger, superseded, never edited."""

UNSETTLED = ("open", "sent", "answered")
"""States of a finding that weighs: neither waived by a person nor closed by a newer declaration."""
