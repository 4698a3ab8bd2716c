"""Deeds about personal data: corrections, requests, merging two records of one person, forgetting, sealing anew."""
