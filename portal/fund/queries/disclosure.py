"""What everybody may see of the funds: each community's purses, each project from its notice on, each payment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import selectinload

from portal.core.database import session
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import Allocation, PurseBalance, Transfer, Voucher
from portal.fund.models.projects import FundProject, PaymentRequest, ProjectPhoto, ProjectRating, ProjectStep
from portal.fund.queries.ledger import BalanceLine, balance_line
from portal.fund.queries.project_board import ProjectRow, count_of, with_money
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.fund.terms.projects import PaymentState, ProjectState
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation

PUBLIC = tuple(state for state in ProjectState if state.is_public)
PORTION = 500
# How many releases stand on a page.
RELEASES = 200


@dataclass(frozen=True, slots=True)
class CommunityFunds:
    """The purses of a community in a year; none where it was given nothing."""

    code: str
    name: str
    lines: tuple[BalanceLine, ...]

    def allocated(self, purse: Purse) -> int:
        """What it was given for a purse, in fen."""
        return sum(line.allocated_fen for line in self.lines if line.purse is purse)

    def sum_of(self, name: str) -> int:
        """A figure of all its purses together, in fen ("paid_fen")."""
        return sum(getattr(line, name) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list of projects; empty texts narrow nothing."""

    year: int | None = None
    community: str = ""
    state: ProjectState | None = None
    q: str = ""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A movement of money on a project's way, in fen: the voucher, and the receipt where one was paid."""

    day: date
    voucher: str
    kind: VoucherKind
    from_account: Account
    to_account: Account
    fen: int
    request: str
    invoice: str
    payee: str
    payee_is_person: bool


def funds_of(year: int, code: str = "") -> list[CommunityFunds]:
    """Each community with its purses of a year, in one statement: those that stand, and those that had money."""
    kept = PurseBalance
    found = (
        select(Organisation.code, Community.name, kept)
        .join(Community, Community.organisation_id == Organisation.id)
        .outerjoin(kept, and_(kept.organisation_id == Organisation.id, kept.year == year))
        .where(or_(Community.closed_on.is_(None), kept.organisation_id.is_not(None)))
        .order_by(Organisation.code, kept.purse.desc())
    )
    lines: dict[tuple[str, str], list[BalanceLine]] = {}
    for one, name, row in session.execute(found.where(Organisation.code == code) if code else found):
        lines.setdefault((one, name), []).extend([balance_line(one, name, row)] if row else [])
    return [CommunityFunds(one, name, tuple(of_one)) for (one, name), of_one in lines.items()]


def allocations_of(code: str, year: int) -> Sequence[Allocation]:
    """What a community was given in a year and still has, with where it came from."""
    found = select(Allocation).join(Allocation.organisation).where(Organisation.code == code, Allocation.year == year)
    whole = found.where(Allocation.reversal_id.is_(None)).options(selectinload(Allocation.voucher))
    return session.scalars(whole.order_by(Allocation.purse.desc(), Allocation.id)).all()


def projects(wanted: Wanted) -> Select[FundProject]:
    """The projects that everybody may see, as they are narrowed."""
    found = select(FundProject).join(FundProject.organisation).where(FundProject.state.in_(PUBLIC))
    told: list[ColumnElement[bool]] = []
    if wanted.year:
        told.append(FundProject.year == wanted.year)
    if wanted.community:
        told.append(Organisation.code == wanted.community)
    if wanted.state:
        told.append(FundProject.state == wanted.state)
    if wanted.q:
        told.append(FundProject.title.contains(wanted.q, autoescape=True) | (FundProject.code == wanted.q.upper()))
    return found.where(*told)


def project_count(year: int) -> int:
    """How many projects of a year everybody may see."""
    return count_of(projects(Wanted(year)))


def projects_page(wanted: Wanted, number: int) -> PageOf[ProjectRow]:
    """A page of them, those on notice first, the latest first; in three statements."""
    found = projects(wanted)
    order = (case((FundProject.state == ProjectState.NOTICE, 0), else_=1), FundProject.entered_at.desc())
    page = found.order_by(*order, FundProject.id).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    return PageOf(with_money(page), number, count_of(found))


def largest_projects(code: str, year: int, most: int) -> list[ProjectRow]:
    """The projects of a community in a year that have taken the most, each with its money."""
    return with_money(projects(Wanted(year, code)).order_by(FundProject.budget_fen.desc(), FundProject.id).limit(most))


def all_projects(year: int) -> Iterator[ProjectRow]:
    """All projects of a year that everybody may see, by code, in portions."""
    last, found = "", projects(Wanted(year)).order_by(FundProject.code).limit(PORTION)
    while rows := with_money(found.where(FundProject.code > last)):
        yield from rows
        last = rows[-1].project.code


def releases_page(year: int, number: int) -> PageOf[FundProject]:
    """A page of a year's projects with all that their releases tell, by code; in six statements."""
    found = projects(Wanted(year))
    parts = (FundProject.organisation, FundProject.lines, FundProject.notices, FundProject.payments)
    page = found.order_by(FundProject.code).options(*map(selectinload, parts))
    rows = session.scalars(page.limit(RELEASES).offset((number - 1) * RELEASES)).all()
    return PageOf(rows, number, count_of(found), RELEASES)


def public_project(code: str) -> FundProject | None:
    """The project of that code, where everybody may see it."""
    return session.scalar(projects(Wanted()).where(FundProject.code == code))


def trail_of(project: FundProject) -> list[TrailLine]:
    """Every movement of a project's money with its receipt, in the order of the books; in one statement."""
    bill = PaymentRequest
    columns = (Voucher.day, Voucher.code, Voucher.kind, Transfer.from_account, Transfer.to_account, Transfer.fen)
    paid = (func.coalesce(bill.code, ""), func.coalesce(bill.invoice_number, ""), func.coalesce(bill.payee, ""))
    found = (
        select(*columns, *paid, func.coalesce(bill.payee_is_person, False))
        .join(Voucher, Transfer.voucher_id == Voucher.id)
        .outerjoin(bill, bill.voucher_id == Voucher.id)
        .where(Transfer.project_id == project.id)
        .order_by(Transfer.id)
    )
    return [TrailLine(*tuple(row)) for row in session.execute(found)]


def given_for(project: FundProject) -> Sequence[Allocation]:
    """What the county gave for the purse and year that a project draws on."""
    found = select(Allocation).where(
        Allocation.organisation_id == project.organisation_id,
        Allocation.purse == project.purse,
        Allocation.year == project.year,
        Allocation.reversal_id.is_(None),
    )
    return session.scalars(found.options(selectinload(Allocation.voucher)).order_by(Allocation.id)).all()


def paid_page(code: str, year: int, number: int) -> PageOf[PaymentRequest]:
    """A page of what a community paid of a year's money, the latest first; in three statements."""
    found = (
        select(PaymentRequest)
        .join(PaymentRequest.project)
        .join(FundProject.organisation)
        .where(Organisation.code == code, FundProject.year == year, PaymentRequest.state == PaymentState.PAID)
    )
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(PaymentRequest.id).subquery())) or 0
    page = found.order_by(PaymentRequest.paid_on.desc(), PaymentRequest.id.desc())
    whole = page.options(selectinload(PaymentRequest.project), selectinload(PaymentRequest.voucher))
    rows = session.scalars(whole.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


def shown_photos(project: FundProject) -> Sequence[str]:
    """Codes of the pictures that somebody has looked at and let through."""
    seen = select(ProjectPhoto.code).where(ProjectPhoto.project_id == project.id, ProjectPhoto.shown_key.is_not(None))
    return session.scalars(seen.order_by(ProjectPhoto.id)).all()


def public_photo(code: str) -> str | None:
    """The key of a picture that everybody may see, of a project that everybody may see."""
    found = select(ProjectPhoto.shown_key).join(FundProject, FundProject.id == ProjectPhoto.project_id)
    return session.scalar(found.where(ProjectPhoto.code == code, FundProject.state.in_(PUBLIC)))


def ratings_of(project: FundProject) -> list[int]:
    """How many people gave it one star, two, … five."""
    told = select(ProjectRating.stars, func.count()).where(ProjectRating.project_id == project.id)
    counted = dict(session.execute(told.group_by(ProjectRating.stars)).tuples().all())
    return [counted.get(stars, 0) for stars in range(1, 6)]


def as_of() -> str:
    """What changes whenever anything disclosed does: the last transfer and the last step of a project."""
    transfer = session.scalar(select(func.max(Transfer.id))) or 0
    step = session.scalar(select(func.max(ProjectStep.id))) or 0
    return f"{transfer}-{step}"
