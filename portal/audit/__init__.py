"""The record of who did what (审计): append-only, each entry chained to the one before by a keyed hash."""
