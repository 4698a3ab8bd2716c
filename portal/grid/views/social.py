"""Social organisations, where they are stationed, and their services (社会组织)."""
