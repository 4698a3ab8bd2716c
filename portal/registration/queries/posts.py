"""Posts, how many of their places are taken, and who claims them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ScalarSelect, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, MemberSkill
from portal.registration.models.service import PostClaim, ServicePost
from portal.registration.terms.service import ClaimState, PostState

TAKING = (ClaimState.CLAIMED, ClaimState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in a list: how many places are taken, how many claims wait, and whether it fits the member who looks."""

    post: ServicePost
    taken: int
    waiting: int
    fits: bool = False


def posts_page(scope: Scope, state: PostState | None, number: int) -> PageOf[PostLine]:
    """A page of a scope's posts, those with waiting claims first; two statements."""
    found = _of(scope, state)
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(ServicePost.id).subquery())) or 0
    page = found.order_by(_waiting().desc(), ServicePost.from_day.desc(), ServicePost.code)
    rows = session.execute(page.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).unique()
    return PageOf([PostLine(*row) for row in rows], number, total)


def post_rows(scope: Scope, state: PostState | None) -> Select[ServicePost, int]:
    """All of them with how many places are taken, in the order of their rows, for a workbook."""
    columns = _of(scope, state).order_by(ServicePost.id)
    return columns.with_only_columns(ServicePost, _taken())


def posts_for(member: Member, today: date, number: int) -> PageOf[PostLine]:
    """Open posts of the member's street that are not full: those of his skills and his grid first."""
    fields = set(session.scalars(select(MemberSkill.field).where(MemberSkill.member_id == member.id)))
    street = member.organisation.path.rsplit("/", 2)[0] + "/"
    found = _lines().where(
        ServicePost.state == PostState.OPEN,
        ServicePost.from_day <= today,
        ServicePost.until_day.is_(None) | (ServicePost.until_day >= today),
        within(street, Organisation.path),
        _taken() < ServicePost.places,
    )
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(ServicePost.id).subquery())) or 0
    near = case(
        (ServicePost.grid_id == member.grid_id, 0), (ServicePost.organisation_id == member.organisation_id, 1), else_=2
    )
    fit = case((ServicePost.field.in_(fields), 0), else_=1)
    page = found.order_by(near, fit, ServicePost.code).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    lines = [PostLine(*row, fits=row[0].field in fields) for row in session.execute(page).unique()]
    return PageOf(lines, number, total)


def post_in(code: str, scope: Scope) -> ServicePost | None:
    """A post of the scope."""
    found = select(ServicePost).join(ServicePost.organisation).where(ServicePost.code == code)
    return session.scalar(found.where(within(scope, Organisation.path)))


def open_post(code: str) -> ServicePost | None:
    """A post that a member may look at, wherever it is."""
    return session.scalar(select(ServicePost).where(ServicePost.code == code, ServicePost.state == PostState.OPEN))


def taken(post: ServicePost) -> int:
    """How many places of the post are claimed or confirmed."""
    found = select(func.count()).where(PostClaim.post_id == post.id, PostClaim.state.in_(TAKING))
    return session.scalar(found) or 0


def claims_of_post(post: ServicePost) -> Sequence[PostClaim]:
    """Who claims the post: waiting ones first, then by time."""
    order = case((PostClaim.state == ClaimState.CLAIMED, 0), (PostClaim.state == ClaimState.CONFIRMED, 1), else_=2)
    found = select(PostClaim).options(joinedload(PostClaim.member).joinedload(Member.unit))
    return session.scalars(found.where(PostClaim.post_id == post.id).order_by(order, PostClaim.id)).all()


def claims_of_member(member: Member) -> Sequence[PostClaim]:
    """All that a member claimed, the latest first."""
    found = select(PostClaim).options(joinedload(PostClaim.post).joinedload(ServicePost.organisation))
    return session.scalars(found.where(PostClaim.member_id == member.id).order_by(PostClaim.id.desc())).all()


def claim_in(code: str, scope: Scope) -> PostClaim | None:
    """A claim of a post of the scope."""
    found = (
        select(PostClaim)
        .join(PostClaim.post)
        .join(ServicePost.organisation)
        .options(contains_eager(PostClaim.post).contains_eager(ServicePost.organisation))
    )
    return session.scalar(found.where(PostClaim.code == code, within(scope, Organisation.path)))


def claim_of(code: str, member: Member) -> PostClaim | None:
    """A member's own claim."""
    return session.scalar(select(PostClaim).where(PostClaim.code == code, PostClaim.member_id == member.id))


def waiting_claims(scope: Scope) -> int:
    """How many claims wait for the community."""
    found = select(func.count()).select_from(PostClaim).join(PostClaim.post).join(ServicePost.organisation)
    return session.scalar(found.where(PostClaim.state == ClaimState.CLAIMED, within(scope, Organisation.path))) or 0


def _of(scope: Scope, state: PostState | None) -> Select[ServicePost, int, int]:
    found = _lines().where(within(scope, Organisation.path))
    return found.where(ServicePost.state == state) if state else found


def _lines() -> Select[ServicePost, int, int]:
    return (
        select(ServicePost, _taken(), _waiting())
        .join(ServicePost.organisation)
        .options(contains_eager(ServicePost.organisation), joinedload(ServicePost.grid))
    )


def _taken() -> ScalarSelect[int]:
    return _claims(TAKING)


def _waiting() -> ScalarSelect[int]:
    return _claims((ClaimState.CLAIMED,))


def _claims(states: Sequence[ClaimState]) -> ScalarSelect[int]:
    found = select(func.count()).where(PostClaim.post_id == ServicePost.id, PostClaim.state.in_(states))
    return found.correlate(ServicePost).scalar_subquery()
