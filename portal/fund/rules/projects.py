"""The law of a fund project: which state follows which and by whom, what a valid decision is, when a notice ends, who
has to say yes, what may be paid (domain.md 2.4, 2.7, 4.1, 4.2; mission.md F2, F3)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.calendar.rules import is_working_day, working_days_after
from portal.calendar.terms import DayKind
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import ApprovalLevel, DecisionStep, ProjectFault, ProjectSide, ProjectState

COMMUNITY, STREET, COUNTY, PORTAL = ProjectSide.COMMUNITY, ProjectSide.STREET, ProjectSide.COUNTY, ProjectSide.PORTAL
S = ProjectState
A_DAY = timedelta(days=1)

# From which state into which, and who may do it. What stands here not, nobody may do.
MOVES: Mapping[tuple[ProjectState, ProjectState], frozenset[ProjectSide]] = {
    (S.DRAFT, S.DELIBERATION): frozenset({COMMUNITY}),
    (S.DRAFT, S.WITHDRAWN): frozenset({COMMUNITY}),
    (S.DELIBERATION, S.DRAFT): frozenset({COMMUNITY}),
    (S.DELIBERATION, S.NOTICE): frozenset({COMMUNITY}),
    (S.DELIBERATION, S.STREET): frozenset({COMMUNITY}),
    (S.DELIBERATION, S.WITHDRAWN): frozenset({COMMUNITY}),
    (S.NOTICE, S.STREET): frozenset({COMMUNITY}),
    (S.NOTICE, S.RETURNED): frozenset({COMMUNITY}),
    (S.NOTICE, S.WITHDRAWN): frozenset({COMMUNITY}),
    (S.STREET, S.COUNTY): frozenset({STREET}),
    (S.STREET, S.RUNNING): frozenset({STREET}),
    (S.STREET, S.RETURNED): frozenset({STREET}),
    (S.COUNTY, S.RUNNING): frozenset({COUNTY}),
    (S.COUNTY, S.RETURNED): frozenset({COUNTY}),
    (S.RETURNED, S.DRAFT): frozenset({COMMUNITY}),
    (S.RETURNED, S.WITHDRAWN): frozenset({COMMUNITY}),
    (S.RUNNING, S.ACCEPTANCE): frozenset({COMMUNITY}),
    (S.RUNNING, S.STREET): frozenset({COMMUNITY}),
    (S.RUNNING, S.STOPPED): frozenset({STREET}),
    (S.ACCEPTANCE, S.RATING): frozenset({COMMUNITY, STREET}),
    (S.ACCEPTANCE, S.RUNNING): frozenset({COMMUNITY, STREET}),
    (S.RATING, S.CLOSED): frozenset({COMMUNITY, PORTAL}),
}


class UseVerdict(StrEnum):
    """What the rules say of a use."""

    ALLOWED = "allowed"
    NOT_LISTED = "not_listed"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Decided:
    """One of the four deliberations as it was held: how many there are, how many came, how many agreed."""

    step: DecisionStep
    members: int
    present: int
    agreed: int


def may_move(before: ProjectState, after: ProjectState, side: ProjectSide) -> bool:
    """Whether this side may move a project so."""
    return side in MOVES.get((before, after), frozenset())


def judged_use(use: str, purse: Purse, book: FundRulebook) -> tuple[UseVerdict, str]:
    """Whether money of a purse may be used so, and the rule that says so (F2, F5); empty where no rule is named."""
    forbidden = next((one for one in book.forbidden if one.code == use and purse in one.purses), None)
    if forbidden:
        return UseVerdict.FORBIDDEN, forbidden.rule
    allowed = any(one.code == use and purse in one.purses for one in book.uses)
    return (UseVerdict.ALLOWED if allowed else UseVerdict.NOT_LISTED), ""


def fault_of(decided: Decided, book: FundRulebook) -> ProjectFault | None:
    """Why a decision does not count: the numbers do not fit, too few came, too few agreed (V1, V2).

    Of the party meeting a share of all members has to agree; of the others a share of those who came.
    """
    if not 0 <= decided.agreed <= decided.present <= decided.members or decided.members < 1:
        return ProjectFault.NUMBERS
    body = "party" if decided.step is DecisionStep.PARTY_MEETING else "residents"
    present, agreed = book.votes[f"{body}_present"], book.votes[f"{body}_agreed"]
    if not present.is_met(decided.present, decided.members):
        return ProjectFault.NOT_VALID
    whole = decided.members if agreed.of == "members" else decided.present
    return None if agreed.is_met(decided.agreed, whole) else ProjectFault.NOT_PASSED


def next_decision(taken: Collection[DecisionStep], purse: Purse, book: FundRulebook) -> DecisionStep | None:
    """Which deliberation comes next; none when all that the purse asks for were held (F8: none may be skipped)."""
    return next((step for step in book.ways[purse].decisions if step not in taken), None)


def after_decisions(purse: Purse, book: FundRulebook) -> ProjectState:
    """Where a decided project goes: onto its public notice, or to the street where the purse asks for none."""
    return S.NOTICE if book.ways[purse].notice else S.STREET


def last_day_of_notice(posted: date, days: int, calendar: Mapping[date, DayKind]) -> date:
    """The last day of a notice: the day of posting does not count, and a last day on a holiday rolls on to the next
    working day (民法典 201, 203; F6, F7)."""
    last = posted + days * A_DAY
    while not is_working_day(last, calendar):
        last += A_DAY
    return last


def may_proceed_on(last_day: date) -> date:
    """The first day on which what was on notice may go on."""
    return last_day + A_DAY


def levels_needed(fen: int, book: FundRulebook) -> tuple[ApprovalLevel, ...]:
    """Whose yes the street's approval needs: its office, and from a threshold on its committee's meeting."""
    if fen >= book.meeting_from_fen:
        return ApprovalLevel.STREET, ApprovalLevel.STREET_MEETING
    return (ApprovalLevel.STREET,)


def quotes_lacking(fen: int, quotes: int, book: FundRulebook) -> int:
    """How many quotes a budget of that sum still lacks."""
    return max(0, book.quotes_needed - quotes) if fen >= book.quotes_from_fen else 0


def due_on(
    state: ProjectState,
    day: date,
    book: FundRulebook,
    calendar: Mapping[date, DayKind],
    notice_ends: date | None = None,
) -> date | None:
    """Until when something has to happen to a project that entered the state on that day; none for an ended one."""
    working = {S.STREET: book.street_days, S.COUNTY: book.county_days, S.ACCEPTANCE: book.acceptance_days}
    if state in working:
        return working_days_after(day, working[state], calendar)
    if state is S.NOTICE:
        return notice_ends
    return day + book.rating_days * A_DAY if state is S.RATING else None


def invoice_key(number: str, payee: str) -> str:
    """An invoice's number as it is compared: without blanks and signs, in capitals, with whose it is."""
    bare = "".join(sign for sign in number.upper() if sign.isalnum())
    return f"{bare}@{''.join(payee.split())}"


def may_decide(asked_by: Iterable[str | None], by: str) -> bool:
    """Separation of duties: nobody decides on what he asked for, or pays what he approved."""
    return by not in set(asked_by)


def left_to_pay(committed: int, under_way: Sequence[int]) -> int:
    """What may still be asked for of what is committed and not paid, in fen: requests under way are spoken for."""
    return committed - sum(under_way)
