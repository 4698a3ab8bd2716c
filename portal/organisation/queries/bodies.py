"""What is asked about horizontal organisations and joint bodies."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Body, BodyMember, HorizontalOrganisation, Organisation

SOON = timedelta(days=60)


def horizontal_of(path: str) -> Sequence[HorizontalOrganisation]:
    """The open horizontal organisations linked to a subtree, by sector and code, each with its node."""
    found = select(HorizontalOrganisation).join(HorizontalOrganisation.organisation)
    where = (within(path, Organisation.path), HorizontalOrganisation.closed_on.is_(None))
    return session.scalars(
        found.where(*where).order_by(HorizontalOrganisation.sector, HorizontalOrganisation.code)
    ).all()


def horizontal_in(code: str, scope: Scope) -> HorizontalOrganisation | None:
    """The horizontal organisation of that code, where the node that links it is in the scope."""
    found = select(HorizontalOrganisation).join(HorizontalOrganisation.organisation)
    return session.scalar(found.where(HorizontalOrganisation.code == code, within(scope, Organisation.path)))


def bodies_of(path: str) -> list[tuple[Body, int]]:
    """The bodies of a subtree that still meet, each with how many sit in it."""
    seats = (
        select(func.count())
        .where(BodyMember.body_id == Body.id, BodyMember.left_on.is_(None))
        .correlate(Body)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Body, seats)
        .join(Body.organisation)
        .where(within(path, Organisation.path), Body.closed_on.is_(None))
        .order_by(Organisation.path, Body.kind, Body.code)
    )
    return list(rows.tuples().all())


def body_in(code: str, scope: Scope) -> Body | None:
    """The body of that code, where its organisation is in the scope."""
    found = select(Body).join(Body.organisation)
    return session.scalar(found.where(Body.code == code, within(scope, Organisation.path)))


def members_of(body: Body) -> Sequence[BodyMember]:
    """Who sits and sat in a body; those who sit first."""
    found = select(BodyMember).where(BodyMember.body_id == body.id)
    return session.scalars(found.order_by(BodyMember.left_on.is_not(None), BodyMember.role, BodyMember.id)).all()


def member_in(code: str, scope: Scope) -> BodyMember | None:
    """A seat by its code, where the body's organisation is in the scope."""
    found = select(BodyMember).join(BodyMember.body).join(Organisation, Body.organisation_id == Organisation.id)
    return session.scalar(found.where(BodyMember.code == code, within(scope, Organisation.path)))


def terms_that_end(scope: Scope, today: date) -> list[tuple[str, date]]:
    """Code of the body and last day of each seat whose term is over or ends within sixty days, the first first."""
    rows = session.execute(
        select(Body.code, BodyMember.term_ends)
        .join(BodyMember.body)
        .join(Organisation, Body.organisation_id == Organisation.id)
        .where(
            within(scope, Organisation.path),
            Body.closed_on.is_(None),
            BodyMember.left_on.is_(None),
            BodyMember.term_ends <= today + SOON,
        )
        .order_by(BodyMember.term_ends)
    )
    return list(rows.tuples().all())
