"""The boards that read all rooms below (总览); it owns no table."""
