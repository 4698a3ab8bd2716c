"""The yearly feedback: drafted, signed, seen."""
