"""The demonstration county (演示县): Tancheng's outline, and the names and codes of its street and of the residents'
committees, are real; everything else is made by a generator with a fixed seed and marked as such on every page.

Nothing imports this package. The generator is pure: `county.make_county` turns a seed and a day into frozen values;
`actions.load_demo` writes them.
"""
