"""The demo county's "6+20+N": two years of allocations, projects in every state, their ledger, findings."""
