"""Pages about the ground: a community and a grid, each with a sketch of where it lies."""

from typing import Any

from flask import abort, render_template
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from geo.regions import area_km2
from portal.core.access import PUBLIC, allow
from portal.core.followers import follow
from portal.core.sections import Section, add_section, sections_of
from portal.core.settings import settings
from portal.grid.actions.duties import carry_over, forget_absences, release
from portal.grid.actions.ground import hand_over_ground
from portal.grid.actions.merging import hand_over_work
from portal.grid.queries import ground as queries
from portal.grid.queries.drawing import called, short, sketched
from portal.grid.queries.duties import grids_to_hand_over, work_to_hand_over
from portal.grid.views.blueprint import ground
from portal.organisation.queries.public import Node


@ground.get("/communities/<string:code>")
@allow(PUBLIC)
def community(code: str) -> ResponseReturnValue:
    found = queries.community_by_code(code, _county())
    if found is None:
        merged = queries.merged_community(code, _county()) or abort(404)
        return render_template("grid/merged_community.html", merged=merged)
    more = {"map": _map(found), "sections": sections_of("community", found)}
    return render_template("grid/community.html", found=found, size_km2=area_km2(found.area), **more)


@ground.get("/grids/<string:code>")
@allow(PUBLIC)
def grid(code: str) -> ResponseReturnValue:
    found = queries.grid_by_code(code, _county()) or abort(404)
    size = area_km2(found.grid.area)
    return render_template("grid/grid.html", found=found, size_km2=size, map=_map(found.community))


@ground.record_once
def _join_the_organisation(state: BlueprintSetupState) -> None:
    """An organisation's page shows the ground that it answers for."""
    add_section(state.app, "organisation", Section("grid/_of_organisation.html", _of_organisation))
    follow(state.app, "organisation.merged", hand_over_ground)
    follow(state.app, "organisation.merged", hand_over_work)
    follow(state.app, "person.left", release)
    follow(state.app, "person.holds", grids_to_hand_over)
    follow(state.app, "person.holds", work_to_hand_over)
    follow(state.app, "person.merged", carry_over)
    follow(state.app, "person.anonymised", forget_absences)


def _of_organisation(node: Node) -> dict[str, Any]:
    ground = queries.ground_of(node)
    return {
        "ground": ground,
        "map": sketched({(one.code, short(one.name)): one.area for one in ground.communities}),
    }


def _map(community: queries.CommunityDetail) -> dict[str, Any] | None:
    """The sketch of a community's grids, each by the name that it has in the community (第一网格)."""
    return sketched({(line.code, called(line.name, community.name)): line.area for line in community.grids})


def _county() -> str:
    """The path of the county: all that a visitor may see is below it."""
    return f"{settings().county_code}/"
