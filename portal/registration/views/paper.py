"""Printed forms, and what comes back on paper."""
