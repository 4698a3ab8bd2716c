"""Projects at the desk: from a need to its record (经费项目)."""
