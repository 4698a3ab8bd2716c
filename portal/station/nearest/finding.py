"""What a visitor is answered: where he was taken to be, and the positions nearest to it."""

from dataclasses import dataclass

from geo.place import Place
from portal.core.clock import now, today
from portal.core.preferences import preferences
from portal.station.nearest import nearest
from portal.station.queries.places import NamedPlace, a_centre, place_by_code, places_matching
from portal.station.queries.results import Result, results_of
from portal.station.terms import NearestQuestion, StationKind


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for: from where, by a point, a place's code or a name, and what he needs there."""

    origin: Place | None
    place: str
    q: str
    kinds: frozenset[StationKind]
    services: frozenset[str]
    any_time: bool
    show: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer. `start` is the place by name; `guessed` says that nobody told us where he is."""

    origin: Place
    start: NamedPlace | None
    guessed: bool
    others: list[NamedPlace]
    unknown: bool
    results: list[Result]
    more: bool


def find(wish: Wish) -> Finding:
    """The positions nearest to what the visitor named: the point, else the place, else the name's best match.

    Where he named nothing, or nothing we know, the search starts at a centre and the answer says so.
    """
    matches = places_matching(wish.q, today()) if wish.q and wish.origin is None else []
    named = place_by_code(wish.place, today()) if wish.place and wish.origin is None else None
    start = named or (matches[0] if matches else None)
    guessed = wish.origin is None and start is None
    origin = wish.origin or (start.place if start else a_centre())
    moment = now()
    question = NearestQuestion(
        origin=origin,
        at=moment,
        limit=wish.show + 1,
        kinds=wish.kinds,
        services=wish.services,
        open_at=None if wish.any_time else moment,
    )
    found = nearest(question)
    chosen = preferences()
    return Finding(
        origin=origin,
        start=start,
        guessed=guessed,
        others=[match for match in matches if match != start],
        unknown=bool(wish.q) and not matches and wish.origin is None and named is None,
        results=results_of(found[: wish.show], moment, chosen.profile, chosen.language),
        more=len(found) > wish.show,
    )
