"""`make bench`: the portal beside a bare Flask route, in one run and in turns, so that ratios hold on any machine."""
