"""The "1+1+16+N" service positions (党群服务阵地): where they are, when open, what they offer, which is nearest.

Hours are written in the OpenStreetMap `opening_hours` syntax; announced closures and changed hours override them at
once. Every change of anything a resident is shown bumps the stamp "stations", which tells each process what to reload.
"""
