"""Pages about the ground: a community and a grid, each with a sketch of where it lies."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from geo.regions import area_km2
from geo.sketch import sketch
from portal.core.access import PUBLIC, allow
from portal.core.sections import Section, add_section
from portal.core.settings import settings
from portal.grid import queries
from portal.organisation.queries import Node

ground = Blueprint("ground", __name__)


@ground.get("/communities/<string:code>")
@allow(PUBLIC)
def community(code: str) -> ResponseReturnValue:
    found = queries.community_by_code(code, _county()) or abort(404)
    return render_template("grid/community.html", found=found, size_km2=area_km2(found.area), map=_map(found))


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


def _of_organisation(node: Node) -> dict[str, Any]:
    return {"ground": queries.ground_of(node)}


def _map(community: queries.CommunityDetail) -> dict[str, Any]:
    """The sketch of a community's grids, each with its name; a community that has none yet is drawn whole."""
    called = community.name.partition("（")[0]
    lines = {line.code: line.name.removeprefix(called) for line in community.grids}
    areas = [(line.code, line.area) for line in community.grids] or [(community.code, community.area)]
    return {"sketch": sketch(areas), "names": lines or {community.code: community.name}}


def _county() -> str:
    """The path of the county: all that a visitor may see is below it."""
    return f"{settings().county_code}/"
