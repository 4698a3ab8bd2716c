"""The rules of the funds (经费管理规则)."""
