"""Publishing the star rules of a year."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.star.models.rulebook import StarRules
from portal.star.queries.rulebook import drafted, next_version
from portal.star.rules.rulebook import checks, rulebook
from portal.star.terms.stars import StarFault


def publish_rules(*, year: int, parts: Mapping[str, Any], origin: str, by: str, now: datetime) -> StarRules:
    """Publish the rules of a year as its next version. Refuses what does not pass every check, naming the first."""
    values = drafted(year, parts, origin.strip())
    if wrong := checks(rulebook(values)):
        raise Refused(f"{StarFault.CHECKS.label}：{wrong[0].fault.label} {wrong[0].where}".strip())
    made = StarRules(year=year, version=next_version(year), values=values, origin=origin.strip())
    made.issued_by, made.issued_at = by, now
    session.add(made)
    record(by, "star.publish_rules", f"{year}/{made.version}", origin=made.origin)
    return made
