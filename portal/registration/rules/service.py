"""The law of posts, activities and hours (domain.md 2.3 and 4.7 D3; issue 5, point 5)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from portal.registration.rules.rulebook import Rulebook
from portal.registration.terms.roster import ReportState
from portal.registration.terms.service import (
    ActivityState,
    ClaimState,
    HoursFrom,
    PostState,
    ServiceFault,
    SignUpState,
)

# Who may decide what: the state that a claim comes from, and those that it can come into from there.
CLAIM_MOVES = {
    ClaimState.CLAIMED: {ClaimState.CONFIRMED, ClaimState.DECLINED, ClaimState.WITHDRAWN},
    ClaimState.CONFIRMED: {ClaimState.ENDED},
}


def claim_fault(member: ReportState, post: PostState, taken: int, places: int) -> ServiceFault | None:
    """Why a member cannot claim a post of which so many places are taken."""
    if member not in {ReportState.REPORTED, ReportState.ACTIVE}:
        return ServiceFault.NOT_REPORTED
    if post is not PostState.OPEN:
        return ServiceFault.STATE
    return ServiceFault.FULL if taken >= places else None


def may_move(before: ClaimState, after: ClaimState) -> bool:
    """Whether a claim can go from one state into the other."""
    return after in CLAIM_MOVES.get(before, set())


def sign_up_fault(member: ReportState, activity: ActivityState, is_in_time: bool) -> ServiceFault | None:
    """Why a member cannot sign up."""
    if member not in {ReportState.REPORTED, ReportState.ACTIVE}:
        return ServiceFault.NOT_REPORTED
    if activity is not ActivityState.OPEN or not is_in_time:
        return ServiceFault.CLOSED
    return None


def sign_up_state(taken: int, places: int) -> SignUpState:
    """A place while there is one, then the waiting list."""
    return SignUpState.SIGNED_UP if taken < places else SignUpState.WAITING


def moving_up[Waiting](taken: int, places: int, waiting: Sequence[Waiting]) -> Sequence[Waiting]:
    """Who moves from the waiting list, the longest waiting first, into places that came free."""
    return waiting[: max(0, places - taken)]


def counted_minutes(minutes: int, served_for: HoursFrom, rules: Rulebook) -> int:
    """How many minutes count: by the weight of what they were served for; too few to be worth an entry are none."""
    if minutes < rules.least_minutes:
        return 0
    weighed = Decimal(minutes) * rules.weights[served_for.value] / 100
    return int(weighed.to_integral_value(ROUND_HALF_UP))


def points(minutes: int, rules: Rulebook) -> Decimal:
    """The points of so many minutes, to two places: 50 hours at 1.2 are 60.00 (D3). Only where a county uses them."""
    hourly = Decimal(rules.points_per_hour_hundredths) / 100
    return (Decimal(minutes) / 60 * hourly).quantize(Decimal("0.01"), ROUND_HALF_UP)


def passes(minutes: int, rules: Rulebook) -> bool:
    """Whether so many minutes reach the county's mark: 49.9 hours are 59.88 points and do not (D3)."""
    return points(minutes, rules) >= rules.points_to_pass
