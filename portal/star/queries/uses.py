"""Uses of ratings as they are looked for; an admonition only by who needs to know of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.models.uses import StarUse
from portal.star.queries.pay import PORTION
from portal.star.queries.secretaries import LATEST_LAST
from portal.star.rules.uses import Rated
from portal.star.terms.uses import UseKind, UseState

SHOWN_TO_ALL = tuple(kind for kind in UseKind if not kind.needs_to_know)
RUNNING = (UseState.RECTIFYING, UseState.PLANNED)
WHO = selectinload(StarUse.secretary).selectinload(Secretary.person)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list; `whole` is for who may see admonitions too."""

    year: int | None = None
    kind: UseKind | None = None
    whole: bool = False


def uses(scope: Scope, wanted: Wanted) -> Select[StarUse]:
    """The uses of the scope, as they are narrowed."""
    found = select(StarUse).join(StarUse.secretary).join(Secretary.organisation)
    told = [within(scope, Organisation.path)]
    if not wanted.whole:
        told.append(StarUse.kind.in_(SHOWN_TO_ALL))
    if wanted.year:
        told.append(StarUse.year == wanted.year)
    if wanted.kind:
        told.append(StarUse.kind == wanted.kind)
    return found.where(*told)


def uses_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[StarUse]:
    """A page of them: what is to be decided first, then by year, kind and town; in four statements."""
    found = uses(scope, wanted)
    order = (StarUse.state != UseState.PROPOSED, StarUse.year.desc(), StarUse.kind, Secretary.town, StarUse.id)
    rows = session.scalars(found.order_by(*order).options(WHO).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, count_of(found))


def all_of(scope: Scope, wanted: Wanted) -> Iterator[StarUse]:
    """All of them, by year, kind and town."""
    ordered = uses(scope, wanted).order_by(StarUse.year.desc(), StarUse.kind, Secretary.town, StarUse.id)
    yield from session.scalars(ordered.options(WHO)).all()


def count_of(found: Select[StarUse]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(StarUse.id).subquery())) or 0


def use_in(code: str, scope: Scope, *, whole: bool) -> StarUse | None:
    """The use of that code, where it is in the scope and may be seen."""
    return session.scalar(uses(scope, Wanted(whole=whole)).where(StarUse.code == code))


def own_uses(secretary: Secretary) -> Sequence[StarUse]:
    """What was decided on somebody, the latest first; what is only proposed he does not see."""
    found = select(StarUse).where(StarUse.secretary_id == secretary.id)
    settled = found.where(StarUse.state.not_in((UseState.PROPOSED, UseState.DECLINED)))
    return session.scalars(settled.order_by(StarUse.year.desc(), StarUse.id)).all()


def waiting(scope: Scope, *states: UseState) -> tuple[int, date | None]:
    """How many are in these states, and until when the first is due."""
    told = select(func.count(StarUse.id), func.min(StarUse.due_on)).join(StarUse.secretary)
    here = told.join(Secretary.organisation).where(within(scope, Organisation.path), StarUse.state.in_(states))
    count, due = session.execute(here).one()
    return int(count), due


def rated_of(scope: Scope, year: int) -> Iterator[tuple[Secretary, Rated]]:
    """Everybody of the scope who was rated for a year, as the rules read him; two statements for each five hundred."""
    found = select(Secretary.id).join(Secretary.organisation).where(within(scope, Organisation.path))
    rows = session.scalars(found.order_by(Secretary.code)).all()
    for start in range(0, len(rows), PORTION):
        portion = rows[start : start + PORTION]
        held = select(StarRating).where(StarRating.secretary_id.in_(portion), StarRating.year == year)
        ratings = {one.secretary_id: one for one in session.scalars(held.order_by(*LATEST_LAST))}
        people = select(Secretary).where(Secretary.id.in_(list(ratings))).order_by(Secretary.code)
        yield from ((one, _rated(one, ratings[one.id])) for one in session.scalars(people))


def proposed_already(year: int) -> set[tuple[int, UseKind]]:
    """Whom something was proposed for from that year, by row and kind."""
    found = select(StarUse.secretary_id, StarUse.kind).where(StarUse.year == year)
    return {(who, kind) for who, kind in session.execute(found)}


def _rated(secretary: Secretary, rating: StarRating) -> Rated:
    gone = secretary.left_on if secretary.left_on and secretary.left_on.year <= rating.year + 1 else None
    return Rated(
        kind=secretary.kind,
        year=rating.year,
        stars=rating.stars,
        gained=rating.gained,
        grade=rating.grade,
        left_on=gone,
        departure=secretary.departure,
    )
