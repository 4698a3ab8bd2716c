"""People who sign in (账号), what they may do and where: a role (角色) is held over one organisation and all below it.

The table of permissions is `permissions.toml`; `guard.py` tells the portal who is calling.
"""
