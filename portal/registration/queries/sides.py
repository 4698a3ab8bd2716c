"""On which side of the lists somebody stands: a unit's liaison, or the staff of a community."""

from portal.core.access import Caller, Permission
from portal.registration.models.lists import Need, Resource, SharedProject
from portal.registration.queries.who import unit_of
from portal.registration.terms.lists import Side


def keeps_resource(who: Caller, resource: Resource) -> bool:
    """Whether he may change what a unit offers: its liaison, or staff over the unit."""
    return speaks_for(who, resource) or who.scope(Permission.KEEP_LISTS).covers(resource.unit.organisation.path)


def sees_resource(who: Caller, resource: Resource) -> bool:
    """Whether he may look at it: who keeps it, and who sees the roster there."""
    return keeps_resource(who, resource) or who.scope(Permission.VIEW_ROSTER).covers(resource.unit.organisation.path)


def keeps_need(who: Caller, need: Need) -> bool:
    """Whether he may change what a community needs."""
    return who.scope(Permission.KEEP_LISTS).covers(need.organisation.path)


def side_of(who: Caller, project: SharedProject) -> Side | None:
    """For which side of a project he acts; None for who acts for none."""
    if speaks_for(who, project):
        return Side.UNIT
    return Side.COMMUNITY if who.scope(Permission.KEEP_LISTS).covers(project.organisation.path) else None


def sees_project(who: Caller, project: SharedProject) -> bool:
    """Whether he may look at it."""
    return side_of(who, project) is not None or who.scope(Permission.VIEW_ROSTER).covers(project.organisation.path)


def speaks_for(who: Caller, line: Resource | SharedProject) -> bool:
    """Whether he is the liaison of the unit that it is about."""
    unit = unit_of(who.username) if who.may(Permission.UNIT_DESK) else None
    return unit is not None and unit.id == line.unit_id
