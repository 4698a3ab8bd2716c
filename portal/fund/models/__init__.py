"""Tables of the funds, one file for each subject."""

from portal.fund.models import ledger, projects, rulebook, supervision

__all__ = ["ledger", "projects", "rulebook", "supervision"]
