"""The three lists: resources, needs, projects."""
