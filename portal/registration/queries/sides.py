"""On which side of the lists somebody stands: a unit's liaison, or the staff of a community."""

from portal.core.access import Caller, Permission, Scope
from portal.registration.models.lists import Need, Resource, SharedProject
from portal.registration.queries.who import unit_of
from portal.registration.terms.lists import Side


def keeps_resource(who: Caller, resource: Resource) -> bool:
    """Whether he may change what a unit offers: its liaison, or staff over the unit."""
    return speaks_for(who, resource) or _over(resource.unit.organisation.path, who.scope(Permission.KEEP_LISTS))


def sees_resource(who: Caller, resource: Resource) -> bool:
    """Whether he may look at it: who keeps it, and who sees the roster there."""
    return keeps_resource(who, resource) or _over(resource.unit.organisation.path, who.scope(Permission.VIEW_ROSTER))


def keeps_need(who: Caller, need: Need) -> bool:
    """Whether he may change what a community needs."""
    return _over(need.organisation.path, who.scope(Permission.KEEP_LISTS))


def side_of(who: Caller, project: SharedProject) -> Side | None:
    """For which side of a project he acts; None for who acts for none."""
    if speaks_for(who, project):
        return Side.UNIT
    return Side.COMMUNITY if _over(project.organisation.path, who.scope(Permission.KEEP_LISTS)) else None


def sees_project(who: Caller, project: SharedProject) -> bool:
    """Whether he may look at it."""
    return side_of(who, project) is not None or _over(project.organisation.path, who.scope(Permission.VIEW_ROSTER))


def speaks_for(who: Caller, line: Resource | SharedProject) -> bool:
    """Whether he is the liaison of the unit that it is about."""
    unit = unit_of(who.username) if who.may(Permission.UNIT_DESK) else None
    return unit is not None and unit.id == line.unit_id


def _over(path: str, scope: Scope) -> bool:
    return any(path.startswith(root) for root in scope)
