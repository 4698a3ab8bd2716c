"""Service logs as the community and the street see them, and as their worker does (服务日志)."""
