"""The words of double registration, one file for each of its subjects."""
