"""Pages of the accounts: signing in, one's own account, all accounts, the table of permissions, the desk."""

from portal.account.views import accounts, desk, own, phones, provider, sign_in
from portal.account.views.blueprint import account

__all__ = ["account", "accounts", "desk", "own", "phones", "provider", "sign_in"]
