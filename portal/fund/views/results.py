"""Acceptance, ratings and closing of projects (验收、评价、办结)."""
