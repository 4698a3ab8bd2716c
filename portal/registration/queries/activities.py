"""Activities, who signed up and who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pyotp import TOTP
from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member
from portal.registration.models.service import Activity, SignUp
from portal.registration.rules.rulebook import Rulebook
from portal.registration.terms.service import ActivityState, SignUpState


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity in a list: how many have a place, how many wait, and how the member who looks stands."""

    activity: Activity
    signed_up: int
    waiting: int
    own: SignUpState | None = None

    @property
    def free(self) -> int:
        return max(0, self.activity.places - self.signed_up)


def activities_page(scope: Scope, number: int) -> PageOf[ActivityLine]:
    """A page of a scope's activities, the latest first; two statements."""
    found = _lines().where(within(scope, Organisation.path))
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(Activity.id).subquery())) or 0
    page = found.order_by(Activity.starts_at.desc(), Activity.code).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    return PageOf([ActivityLine(*row) for row in session.execute(page).unique()], number, total)


def activity_rows(scope: Scope) -> Select[Activity, int, int]:
    """All of them with how many have a place and how many wait, in the order of their rows, for a workbook."""
    return _lines().where(within(scope, Organisation.path)).order_by(Activity.id)


def activities_for(member: Member, now: datetime) -> list[ActivityLine]:
    """Activities of the member's street to come, the next first, with how he stands; two statements."""
    street = member.organisation.path.rsplit("/", 2)[0] + "/"
    found = _lines().where(
        Activity.state == ActivityState.OPEN, Activity.ends_at > now, within(street, Organisation.path)
    )
    rows = session.execute(found.order_by(Activity.starts_at, Activity.code).limit(PAGE_ROWS * 2)).unique().all()
    own = dict(
        session.execute(
            select(SignUp.activity_id, SignUp.state).where(
                SignUp.member_id == member.id, SignUp.activity_id.in_([row[0].id for row in rows])
            )
        )
        .tuples()
        .all()
    )
    return [ActivityLine(*row, own=own.get(row[0].id)) for row in rows]


def activity_in(code: str, scope: Scope) -> Activity | None:
    """An activity of the scope."""
    found = select(Activity).join(Activity.organisation).where(Activity.code == code)
    return session.scalar(found.where(within(scope, Organisation.path)))


def open_activity(code: str) -> Activity | None:
    """An activity that a member may look at, wherever it is."""
    found = select(Activity).where(Activity.code == code, Activity.state != ActivityState.CANCELLED)
    return session.scalar(found)


def counts(activity: Activity) -> tuple[int, int]:
    """How many have a place, how many wait."""
    found = select(SignUp.state, func.count()).where(SignUp.activity_id == activity.id).group_by(SignUp.state)
    by_state = dict(session.execute(found).tuples().all())
    return by_state.get(SignUpState.SIGNED_UP, 0), by_state.get(SignUpState.WAITING, 0)


def sign_ups_of(activity: Activity) -> Sequence[SignUp]:
    """Who signed up, in the order of the list: places first, then who waits, each by time."""
    found = select(SignUp).options(joinedload(SignUp.member).joinedload(Member.unit))
    wanted = SignUp.activity_id == activity.id, SignUp.state != SignUpState.WITHDRAWN
    return session.scalars(found.where(*wanted).order_by(SignUp.state, SignUp.at, SignUp.id)).all()


def sign_up_of(activity: Activity, member: Member) -> SignUp | None:
    """How a member stands in an activity."""
    return session.scalar(select(SignUp).where(SignUp.activity_id == activity.id, SignUp.member_id == member.id))


def sign_ups_of_member(member: Member) -> Sequence[SignUp]:
    """All activities of a member, the latest first."""
    found = select(SignUp).join(SignUp.activity).options(contains_eager(SignUp.activity))
    wanted = SignUp.member_id == member.id, SignUp.state != SignUpState.WITHDRAWN
    return session.scalars(found.where(*wanted).order_by(Activity.starts_at.desc()).limit(PAGE_ROWS * 5)).all()


def soon(member: Member, now: datetime, until: datetime) -> Sequence[Activity]:
    """Activities that the member has a place in and that begin before then."""
    found = select(Activity).join(SignUp, SignUp.activity_id == Activity.id)
    wanted = (
        SignUp.member_id == member.id,
        SignUp.state == SignUpState.SIGNED_UP,
        Activity.state == ActivityState.OPEN,
        Activity.starts_at.between(now, until),
    )
    return session.scalars(found.where(*wanted).order_by(Activity.starts_at)).all()


def without_attendance(scope: Scope, now: datetime) -> tuple[int, datetime | None]:
    """How many activities are over and have no attendance yet, and when the first of them ended."""
    found = (
        select(func.count(Activity.id), func.min(Activity.ends_at))
        .join(Activity.organisation)
        .where(
            Activity.state == ActivityState.OPEN,
            Activity.ends_at < now,
            within(scope, Organisation.path),
        )
    )
    count, first = session.execute(found).one()
    return count, first


def attendance_clock(activity: Activity, known: Rulebook) -> TOTP:
    """What tells the activity's changing codes, each good for the rulebook's seconds."""
    return TOTP(activity.code_secret, interval=known.attendance_code_seconds)


def _lines() -> Select[Activity, int, int]:
    return (
        select(Activity, _in_state(SignUpState.SIGNED_UP), _in_state(SignUpState.WAITING))
        .join(Activity.organisation)
        .options(contains_eager(Activity.organisation))
    )


def _in_state(state: SignUpState) -> ScalarSelect[int]:
    found = select(func.count()).where(SignUp.activity_id == Activity.id, SignUp.state == state)
    return found.correlate(Activity).scalar_subquery()
