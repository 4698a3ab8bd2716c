"""Two records of one person become one; the other stays as a trail that leads to it (E10)."""

from datetime import date

from sqlalchemy import select, update

from portal.account.actions.holders import pass_account_on
from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.organisation.models import Appointment, CommunityWorker, HandOverItem, Person, Posting
from portal.organisation.rules.identity import birth_year_in
from portal.organisation.terms import Education
from portal.privacy.models import Correction, DataRequest
from portal.privacy.terms import PrivacyFault

BECAUSE = "合并重复档案"


def merge_people(kept: Person, gone: Person, *, reason: str, by: str, today: date) -> None:
    """Carry everything of `gone` over to `kept`. What both hold at once in the same place is held once from then on."""
    _check(kept, gone)
    before = {"name": gone.name, "organisation": gone.organisation.code, "education": gone.education.value}
    doubled = _end_doubles(kept, gone, today)
    for table in (Appointment, Posting, CommunityWorker, HandOverItem, Correction, DataRequest):
        session.execute(update(table).where(table.person_id == gone.id).values(person_id=kept.id))
    pass_account_on(gone=gone.id, kept=kept.id, by=by)
    tell("person.merged", gone=gone.id, kept=kept.id, by=by, today=today)
    _complete(kept, gone)
    gone.merged_into, gone.left_on = kept.code, today
    record(by, "person.merge", gone.code, reason=reason, into=kept.code, before=before, doubled=doubled)
    record(by, "person.take_in", kept.code, reason=reason, merged=gone.code)


def _check(kept: Person, gone: Person) -> None:
    if kept.id == gone.id:
        raise Refused(PrivacyFault.SAME.label, "gone")
    if kept.merged_into or gone.merged_into:
        raise Refused(PrivacyFault.MERGED.label, "gone")
    if kept.identity and gone.identity and kept.identity != gone.identity:
        raise Refused(PrivacyFault.TWO_IDENTITIES.label, "gone")
    both = select(CommunityWorker.id).where(CommunityWorker.person_id.in_((kept.id, gone.id)))
    if len(session.scalars(both).all()) > 1:
        raise Refused(PrivacyFault.BOTH_WORKERS.label, "gone")


def _end_doubles(kept: Person, gone: Person, today: date) -> int:
    """End the open posts and postings of `gone` that `kept` holds as well; returns how many."""
    both = [_open_places(one.id) for one in (kept, gone)]
    held = {_place(one) for one in both[0]}
    doubles = [one for one in both[1] if _place(one) in held]
    for one in doubles:
        one.until_day, one.ended_because = max(today, one.from_day), BECAUSE
    session.flush()
    return len(doubles)


def _open_places(person: int) -> list[Appointment | Posting]:
    posts = select(Appointment).where(Appointment.person_id == person, Appointment.until_day.is_(None))
    postings = select(Posting).where(Posting.person_id == person, Posting.until_day.is_(None))
    return [*session.scalars(posts), *session.scalars(postings)]


def _place(held: Appointment | Posting) -> tuple[int, str]:
    return held.organisation_id, held.post if isinstance(held, Appointment) else held.kind


def _complete(kept: Person, gone: Person) -> None:
    """Fill what the kept record lacks; a number belongs to one person, so it leaves the other."""
    for number in ("phone", "identity"):
        value, digest = getattr(gone, number), getattr(gone, f"{number}_digest")
        _give(gone, number, None, None)
        session.flush()
        if not getattr(kept, number):
            _give(kept, number, value, digest)
    kept.birth_year = birth_year_in(kept.identity) if kept.identity else kept.birth_year or gone.birth_year
    if kept.education is Education.UNKNOWN:
        kept.education = gone.education
    if gone.left_on is None:
        kept.left_on = None
    session.flush()


def _give(person: Person, number: str, value: str | None, digest: str | None) -> None:
    setattr(person, number, value)
    setattr(person, f"{number}_digest", digest)
