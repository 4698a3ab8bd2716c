"""The law of the ground: who covers a grid, how areas and buildings are called, where they may stand."""
