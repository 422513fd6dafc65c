"""Alerts: a digest to compliance after each refresh, reminders of the filing deadline, and what data engineering hears.

Every alert goes one way: a copy into the outbox, the intent into the ledger, the mail, the outcome into the ledger.
"""
