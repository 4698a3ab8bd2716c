"""Events brought to where a test begins."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from portal.account.models import AccountHolder
from portal.account.terms import Role
from portal.core.database import session
from portal.grid.actions import event_desk as desk
from portal.grid.actions import event_work as work
from portal.grid.actions.event_desk import Handler
from portal.grid.actions.events import report_event
from portal.grid.models.events import Event
from portal.grid.models.ground import Grid, GridDuty
from portal.grid.terms.events import EventChannel, EventSide, EventUrgency, HandlerKind
from portal.grid.terms.ground import DutyKind
from portal.organisation.models import Person
from portal.organisation.terms import Education
from tests.grid.land import HERE, organisation
from tests.people import an_account

# A Tuesday; nothing in its weeks is a holiday.
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
DAY = timedelta(days=1)
COMMUNITY, STREET = EventSide.COMMUNITY, EventSide.STREET
USUAL = {"kind": "rubbish", "urgency": EventUrgency.USUAL}


def grid(code: str = f"{HERE}001") -> Grid:
    return session.scalars(select(Grid).where(Grid.code == code)).one()


def a_worker(username: str = "wang") -> Person:
    """A grid worker with an account who answers for the first grid."""
    account = an_account(username, (Role.GRID_WORKER, HERE))
    known = {"name": "王小红", "pinyin": "wangxiaohong", "education": Education.BACHELOR}
    person = Person(code=f"P-{username}", organisation=organisation(HERE), **known)
    session.add(AccountHolder(account=account, person=person))
    began = NOW.date() - timedelta(days=100)
    session.add(GridDuty(code=f"D-{username}", grid=grid(), person=person, kind=DutyKind.PRIMARY, from_day=began))
    session.flush()
    return person


def reported(text: str = "门口垃圾没人清", channel=EventChannel.RESIDENT, now=NOW, **other) -> Event:
    told = {"kind": "rubbish", "text": text, "channel": channel, "by": "visitor", "now": now, **other}
    return report_event(organisation(HERE), grid(), **told)


def assigned(event: Event | None = None, to: HandlerKind = HandlerKind.COMMUNITY, department="", now=NOW) -> Event:
    event = event or reported()
    handler = Handler(to, department)
    desk.assign_event(event, side=COMMUNITY, handler=handler, **USUAL, by="secretary", now=now)
    return event


def done(event: Event | None = None, by: str = "staff", now=NOW, **to) -> Event:
    event = assigned(event, **to, now=now)
    work.start_event(event, by=by, now=now)
    work.feed_back(event, answer="已清运", by=by, now=now)
    return event


def verified(event: Event | None = None, now=NOW) -> Event:
    event = done(event, now=now)
    desk.verify_event(event, side=COMMUNITY, by="secretary", now=now)
    return event
