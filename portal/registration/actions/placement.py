"""What is done to place homes in grids: one by one, or all that their addresses tell for certain."""

from datetime import date

from geo.place import Place
from portal.audit.actions import record
from portal.core.access import Scope
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.models.ground import Building, Grid
from portal.registration.models.roster import Member, RosterChange
from portal.registration.queries import placement as queries
from portal.registration.rules.placement import Decision
from portal.registration.terms.placement import PlacementFault
from portal.registration.terms.roster import ChangeKind


def place(member: Member, decision: Decision, *, scope: Scope, by: str, today: date, pin: Place | None = None) -> None:
    """Let a member's home lie in the grid that was decided; the pin is kept sealed, for when borders change."""
    if not member.state.is_here:
        raise Refused(PlacementFault.GONE.label)
    grid = queries.grids_by_code([decision.grid], scope).get(decision.grid)
    if grid is None:
        raise Refused(PlacementFault.NO_GRID.label, "grid")
    building = queries.buildings_by_code([decision.building]).get(decision.building)
    _settle(member, grid, building, decision, by, today)
    member.home_pin = f"{pin.lat:.6f},{pin.lon:.6f}" if pin else None
    record(by, "member.place", member.code, grid=grid.code, rule=decision.rule.value)


def place_all(scope: Scope, *, by: str, today: date) -> int:
    """Place everybody whose address names a residential area for certain; returns how many. The number of statements
    that ask does not grow with the members."""
    certain = [
        (one.member, one.decision)
        for one in queries.suggestions(queries.all_unplaced(scope), scope)
        if one.decision is not None
    ]
    grids = queries.grids_by_code({decision.grid for _member, decision in certain}, scope)
    buildings = queries.buildings_by_code({decision.building for _member, decision in certain})
    placed = [(member, decision) for member, decision in certain if decision.grid in grids]
    for member, decision in placed:
        _settle(member, grids[decision.grid], buildings.get(decision.building), decision, by, today)
    record(by, "member.place_all", "", placed=len(placed), members=[member.code for member, _decision in placed])
    return len(placed)


def _settle(member: Member, grid: Grid, building: Building | None, decision: Decision, by: str, today: date) -> None:
    """The home is in this grid, so its community answers for the member from now on."""
    told = {"before": member.grid.name if member.grid else "", "after": grid.name, "reason": decision.rule.zh}
    member.grid, member.community, member.building = grid, grid.community, building
    member.organisation = grid.community.organisation
    member.placed_by, member.placement_note = decision.by, decision.rule.value
    session.add(RosterChange(member_id=member.id, kind=ChangeKind.MOVED_HOME, day=today, by=by, **told))
