"""Maps that the server draws: the communities of a subtree, the grids of a community, as sketches for a template."""

from collections.abc import Mapping
from typing import Any

from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from geo.sketch import sketch
from geo.tints import tints
from portal.core.database import session, within
from portal.grid.models.ground import Community, Grid
from portal.organisation.models import Organisation

# Units of the drawing: about a phone's width, so that its labels can be read there.
SKETCH_WIDTH = 340


def sketch_of_communities(path: str) -> dict[str, Any] | None:
    """The communities of a subtree that are not closed."""
    rows = session.execute(
        select(Community.code, Community.name, Community.area)
        .join(Community.organisation)
        .where(within(path, Organisation.path), Community.closed_on.is_(None))
        .order_by(Community.code)
    )
    return sketched({(code, short(name)): to_shape(area) for code, name, area in rows})


def sketch_of_grids(community: str) -> dict[str, Any] | None:
    """The grids of a community, by its code."""
    rows = session.execute(
        select(Grid.code, Grid.name, Community.name, Grid.area)
        .join(Grid.community)
        .where(Community.code == community)
        .order_by(Grid.code)
    )
    return sketched({(code, called(name, of)): to_shape(area) for code, name, of, area in rows})


def short(community: str) -> str:
    """A community's name as a small map has room for: 和平社区（演示） is 和平."""
    return community.partition("（")[0].removesuffix("社区")


def called(grid: str, community: str) -> str:
    """A grid's name within its community: 第一网格."""
    return grid.removeprefix(f"{short(community)}社区")


def sketched(areas: Mapping[tuple[str, str], BaseGeometry]) -> dict[str, Any] | None:
    """The drawing of areas by (code, label), with the label and the tint of each; none of a single area or no area."""
    if len(areas) < 2:
        return None
    codes = [code for code, _ in areas]
    drawing = sketch(list(zip(codes, areas.values(), strict=True)), width=SKETCH_WIDTH, tallest=SKETCH_WIDTH)
    tint = dict(zip(codes, tints(list(areas.values())), strict=True))
    return {"sketch": drawing, "labels": dict(areas.keys()), "tints": tint}
