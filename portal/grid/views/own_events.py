"""Events in a grid worker's hands, and reporting one (我的事件)."""
