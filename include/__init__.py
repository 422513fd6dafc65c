"""The logic behind the DAGs: intake, checks, reconciliation, outreach and filing of conflict-minerals data."""
