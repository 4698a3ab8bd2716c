"""The demo county's secretaries: 76 of villages, 16 of communities, rated over three years by the engine itself."""
