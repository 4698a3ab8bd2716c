"""6+20+N: what the county allocates to each community, what is decided, paid and accepted of it, and what everybody may
see of that. Money is integer fen; every fen that moves is a row of the ledger, which nothing changes afterwards.
"""
