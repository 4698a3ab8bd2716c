"""The end of a project: finished, accepted with photos, rated by residents, closed with what it came to (F3)."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from portal.audit.actions import record
from portal.core.covering import Cover, covered
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.fund.actions.committing import release_rest
from portal.fund.actions.project_moves import Hand
from portal.fund.models.projects import FundProject, ProjectPhoto, ProjectRating, PublicNotice
from portal.fund.queries.project_board import to_close
from portal.fund.queries.projects import asked_for
from portal.fund.terms.projects import NoticeKind, ProjectDeed, ProjectFault, ProjectSide, ProjectState

COMMUNITY, STREET = ProjectSide.COMMUNITY, ProjectSide.STREET
S = ProjectState
MOST_STARS = 5


def finish_project(project: FundProject, *, day: date, note: str = "", by: str, now: datetime) -> None:
    """The work is done and waits to be accepted."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.RUNNING)
    if day > hand.today:
        raise Refused(ProjectFault.DAY.label, "day")
    project.finished_on = day
    hand.moves(project, S.ACCEPTANCE, ProjectDeed.FINISHED, note)
    record(by, "fund.finish_project", project.code, day=day.isoformat())


def accept_project(
    project: FundProject, *, day: date, who: str, text: str, pictures: Sequence[bytes] = (), by: str, now: datetime
) -> None:
    """Accepted by those named, with a photo at least; residents rate it from now on."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.ACCEPTANCE)
    if day > hand.today:
        raise Refused(ProjectFault.DAY.label, "day")
    add_photos(project, pictures, by=by, now=now)
    session.flush()
    if not project.photos:
        raise Refused(ProjectFault.PHOTO.label, "pictures")
    project.accepted_on, project.accepted_by, project.acceptance = day, who.strip(), text.strip()
    hand.moves(project, S.RATING, ProjectDeed.ACCEPTED, text)
    record(by, "fund.accept_project", project.code, day=day.isoformat(), who=who)


def not_accept_project(project: FundProject, *, reason: str, by: str, now: datetime) -> None:
    """Not done well: back to work, with the reason."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.ACCEPTANCE)
    if not reason.strip():
        raise Refused(ProjectFault.REASON.label, "reason")
    project.finished_on = None
    hand.moves(project, S.RUNNING, ProjectDeed.NOT_ACCEPTED, reason)
    record(by, "fund.not_accept_project", project.code, reason=reason)


def add_photos(project: FundProject, pictures: Sequence[bytes], *, by: str, now: datetime) -> None:
    """Keep pictures of the result; nobody sees them before somebody has looked at each."""
    for picture in pictures:
        kept = ProjectPhoto(code=secrets.token_hex(8), original_key=keep_photo(picture), added_by=by, added_at=now)
        project.photos.append(kept)
    if pictures:
        record(by, "fund.add_photos", project.code, count=len(pictures))


def show_photo(project: FundProject, photo: ProjectPhoto, covers: Sequence[Cover], *, by: str) -> None:
    """Let everybody see a picture, with faces and plates covered."""
    photo.shown_key, photo.read_by = covered(photo.original_key, covers), by
    record(by, "fund.show_photo", project.code, photo=photo.code, covers=len(covers))


def hide_photo(project: FundProject, photo: ProjectPhoto, *, by: str) -> None:
    """A picture that nobody else is to see."""
    photo.shown_key, photo.read_by = None, by
    record(by, "fund.hide_photo", project.code, photo=photo.code)


def rate_project(project: FundProject, *, stars: int, text: str = "", by: str, now: datetime) -> None:
    """How somebody found it, while it is being rated."""
    Hand(COMMUNITY, by, now).holds(project, S.RATING)
    if not 1 <= stars <= MOST_STARS:
        raise Refused(ProjectFault.RATED.label, "stars")
    session.add(ProjectRating(project_id=project.id, stars=stars, text=text.strip() or None, at=now, entered_by=by))
    record(by, "fund.rate_project", project.code, stars=stars)


def close_project(project: FundProject, *, result: str, by: str, now: datetime, side: ProjectSide = COMMUNITY) -> None:
    """Nothing is to be paid any more: what is left is free again, and the result is open to everybody (F4, 两公开)."""
    hand = Hand(side, by, now)
    hand.holds(project, S.RATING)
    if asked_for(project):
        raise Refused(ProjectFault.OPEN_PAYMENT.label)
    rest = release_rest(project, by=by, now=now)
    project.result, project.closed_on = result.strip(), hand.today
    notice = PublicNotice(version=project.budget_version, kind=NoticeKind.RESULT, from_day=hand.today, posted_by=by)
    notice.last_day = hand.notice_ends()
    project.notices.append(notice)
    hand.moves(project, S.CLOSED, ProjectDeed.CLOSED, result, rest)
    record(by, "fund.close_project", project.code, released=rest)


def close_rated(*, now: datetime, today: date) -> int:
    """Close by themselves the projects whose time of being rated is over and of which nothing is to be paid; returns
    how many. One of which something is still to be paid stays open, and its community sees that it is late."""
    ended = to_close(today)
    for project in ended:
        close_project(project, result=project.acceptance, by="portal", now=now, side=ProjectSide.PORTAL)
    record("portal", "fund.close_rated", today.isoformat(), count=len(ended))
    return len(ended)


def stop_project(project: FundProject, *, reason: str, by: str, now: datetime) -> None:
    """It will not be finished: what is committed and not asked for is free again."""
    hand = Hand(STREET, by, now)
    hand.holds(project, S.RUNNING)
    if not reason.strip():
        raise Refused(ProjectFault.REASON.label, "reason")
    if asked_for(project):
        raise Refused(ProjectFault.OPEN_PAYMENT.label)
    rest = release_rest(project, by=by, now=now)
    hand.moves(project, S.STOPPED, ProjectDeed.STOPPED, reason, rest)
    record(by, "fund.stop_project", project.code, reason=reason, released=rest)
