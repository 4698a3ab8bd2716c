"""Forgetting: who has left and been kept for as long as the county says stays as a code, without a name."""

from datetime import date

from sqlalchemy import delete, update

from portal.account.actions.holders import forget_holder
from portal.audit.actions import record
from portal.core.database import session
from portal.core.followers import tell
from portal.organisation.models import Person, Posting, PostingVisit
from portal.organisation.terms import Education
from portal.privacy import queries
from portal.privacy.models import Correction, DataRequest

NOBODY = "（已匿名）"


def anonymise(person: Person, *, by: str, today: date) -> None:
    """Take away what tells who somebody was. His code stays: posts, terms and the record of deeds hang from it."""
    person.name, person.pinyin = NOBODY, ""
    person.phone, person.phone_digest, person.birth_year = None, None, None
    person.identity, person.identity_digest = None, None
    person.education, person.anonymised_on = Education.UNKNOWN, today
    session.execute(delete(Correction).where(Correction.person_id == person.id))
    forgotten = {"name": NOBODY, "contact": None, "wish": None}
    session.execute(update(DataRequest).where(DataRequest.person_id == person.id).values(**forgotten))
    of_his = Posting.id == PostingVisit.posting_id
    session.execute(update(PostingVisit).where(of_his, Posting.person_id == person.id).values(note=NOBODY))
    forget_holder(person=person.id, name=NOBODY, by=by)
    tell("person.anonymised", person=person.id, by=by)
    record(by, "privacy.anonymise", person.code)


def forget_who_left(last_day: date, *, by: str, today: date) -> int:
    """Make everybody anonymous who left on that day or earlier, in the rooms above as well; returns how many."""
    gone = queries.to_forget(last_day)
    for person in gone:
        anonymise(person, by=by, today=today)
    old = DataRequest.answered_on <= last_day
    session.execute(update(DataRequest).where(old).values(name=NOBODY, contact=None, wish=None))
    above = sum(tell("people.forget", last_day=last_day, by=by))
    record(by, "privacy.forget", "people", last_day=last_day.isoformat(), people=len(gone) + above)
    return len(gone) + above
