"""The five-level party organisation below the county (五级组织体系) and the horizontal organisations linked to it.

Level 0 is the county itself; each other organisation hangs from one exactly one level above. The tree is a
materialised path of codes, so that a subtree, and later a person's scope, is a prefix range.
"""
