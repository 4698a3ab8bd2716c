"""Pages about personal data: the public notice, one's own record, corrections, requests, merging."""

from portal.privacy.views import checking, merging, notice, own, requests
from portal.privacy.views.blueprint import privacy

__all__ = ["checking", "merging", "notice", "own", "privacy", "requests"]
