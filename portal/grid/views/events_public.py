"""Events as residents see them: report one, follow it, rate it (随手报)."""
