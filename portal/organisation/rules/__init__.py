"""The law of the organisation: the tree, and the pay of community workers."""
