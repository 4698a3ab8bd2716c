"""Pictures of events: looked at, covered, shown (事件照片)."""
