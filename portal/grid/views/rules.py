"""The county's rules of grid work (网格工作规则)."""
