"""What people decide about declared smelters: kept in the ledger, taken in from tables, given out as tables."""
