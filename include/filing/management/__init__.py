"""``management_report.html``: where the year stands, for senior management and for the compliance lead.

One file of HTML for every package, with charts and the figures behind them, that needs no network and prints to PDF.
OECD Due Diligence Guidance, Annex I, step 2: findings are reported to designated senior management.
"""

from include.filing.management.report import NAME, render_management_report

__all__ = ["NAME", "render_management_report"]
