"""The heat map of a board: how much was logged in each grid, or in each community where there are too many grids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from geo.heat import HeatArea
from portal.core.database import session, within
from portal.grid.models.ground import Community, Grid
from portal.grid.queries.boards import LogBoard
from portal.grid.queries.drawing import called, short
from portal.grid.rules.boards import MapClass, class_of, map_classes
from portal.organisation.models import Organisation

# More grids than these are no picture any more: communities are drawn instead.
MOST_DRAWN = 400


@dataclass(frozen=True, slots=True)
class HeatLine:
    """An area of the map and its community: how many services, households (0 where not known), the figure that tints
    it, its class."""

    community: str
    code: str
    name: str
    label: str
    logs: int
    households: int
    figure: float
    step: int


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat map: its areas in the order of codes, its classes; of grids or of communities, by households or not."""

    lines: Sequence[HeatLine]
    classes: Sequence[MapClass]
    outlines: Mapping[str, BaseGeometry]
    of_grids: bool
    by_households: bool

    @property
    def areas(self) -> list[HeatArea]:
        return [HeatArea(one.code, one.step, self.outlines[one.code]) for one in self.lines]

    @property
    def empty(self) -> list[HeatLine]:
        """Where nothing was logged."""
        return [one for one in self.lines if not one.logs]


def heat_of(path: str, board: LogBoard) -> Heat | None:
    """The map of a board, in one statement; none where nothing is drawn on the ground."""
    of_grids = len(board.grids) <= MOST_DRAWN
    names = {one.code: one.name for one in board.communities}
    counted = (
        [
            (one.community, one.code, one.name, called(one.name, names.get(one.community, "")), one)
            for one in board.grids
        ]
        if of_grids
        else [(one.code, one.code, one.name, short(one.name), one) for one in board.communities]
    )
    by_households = of_grids and board.knows_households
    households = {one.code: one.households for one in board.grids}
    outlines = _outlines(path, of_grids=of_grids)
    found = [
        (community, code, name, label, one.figures.logs, households.get(code, 0))
        for community, code, name, label, one in counted
        if code in outlines
    ]
    figures = [round(logs * 100 / at, 1) if by_households else float(logs) for *_names, logs, at in found]
    classes = map_classes(figures)
    lines = [HeatLine(*line, figure, class_of(figure, classes)) for line, figure in zip(found, figures, strict=True)]
    return Heat(lines, classes, outlines, of_grids, by_households) if lines else None


def _outlines(path: str, *, of_grids: bool) -> dict[str, BaseGeometry]:
    of = Grid if of_grids else Community
    rows = session.execute(select(of.code, of.area).join(of.organisation).where(within(path, Organisation.path)))
    return {code: to_shape(area) for code, area in rows}
