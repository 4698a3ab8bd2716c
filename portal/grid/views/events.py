"""Events at the desk: accept, assign, follow, verify, close (事件办理)."""
