"""How an event of the demo county goes its way, step by step, each in its time, by the county's moves and deadlines.

What is late goes up at night as in a real county, so that no event stands where the portal would not have left it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from portal.demo.grid_work.days import A_DAY, Days, at, waking_hour, working_hour
from portal.demo.words import words
from portal.grid.rules.events import NEXT_UP, due_on, is_late
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventDeed, EventState, EventUrgency, HandlerKind

S, D, H = EventState, EventDeed, HandlerKind
COMMUNITY, STREET, PORTAL, VISITOR = "community", "street", "portal", "visitor"
NIGHT = (0, 30)
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
MARK = "（演示）"
AT_WORK = {S.ASSIGNED, S.HANDLING}
LEVELS = {"self": H.SELF, "community": H.COMMUNITY, "street": H.STREET, "department": H.DEPARTMENT}


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step of an event."""

    deed: EventDeed
    state: EventState
    holder: HandlerKind | None
    by: str
    at: datetime
    note: str = ""
    told: str = ""


@dataclass(slots=True)
class Course:
    """An event on its way. `worker` is the account of who has its grid; `words` its texts in data/events.toml."""

    words: Mapping[str, Any]
    urgency: EventUrgency
    reporter: str
    worker: str
    days: Days
    rules: GridRulebook
    rng: Random
    state: EventState = S.REPORTED
    since: datetime = BEFORE_ALL
    due: date | None = None
    holder: HandlerKind | None = None
    steps: list[StepPlan] = field(default_factory=list)
    escalations: int = 0
    escalated_at: datetime | None = None
    reopened: int = 0
    done_at: datetime | None = None
    closed_at: datetime | None = None
    ask_again_on: date | None = None
    still_right: bool | None = None
    stars: int | None = None
    rating: str = ""
    rated_at: datetime | None = None
    is_public: bool = False

    def goes(self, filed_at: datetime, path: Sequence[str]) -> None:
        """Be reported, and then walk the path: names of what is done, in order."""
        self._enter(S.REPORTED, D.FILED, self.reporter, filed_at)
        for deed in path:
            getattr(self, deed)()

    def accept(self) -> None:
        self._enter(S.ACCEPTED, D.ACCEPTED, COMMUNITY, self._later())

    def assign(self) -> None:
        self._assign(LEVELS[self.words["by"]])

    def assign_self(self) -> None:
        self._assign(H.SELF)

    def assign_up(self) -> None:
        self._assign(H.STREET)

    def on_the_spot(self) -> None:
        """Its worker has done at once what he reports."""
        self.holder = H.SELF
        self._enter(S.ASSIGNED, D.ASSIGNED, self.worker, self.last, H.SELF.zh)
        self._fed_back(self.last)

    def start(self) -> None:
        self._enter(S.HANDLING, D.STARTED, self._handler, self._later())

    def give_back(self) -> None:
        moment, by = self._later(), self._handler
        self.holder = None
        self._enter(S.ACCEPTED, D.RETURNED, by, moment, self._one_of("returns"))

    def feed_back(self) -> None:
        self._fed_back(self._later())

    def verify(self) -> None:
        self._enter(S.VERIFIED, D.VERIFIED, COMMUNITY, self._later())

    def verify_own(self) -> None:
        """What staff reported waits for no rating."""
        self.verify()
        self._close(COMMUNITY, self.last)

    def send_back(self) -> None:
        self.done_at = None
        self._enter(S.HANDLING, D.SENT_BACK, COMMUNITY, self._later(), self._one_of("sent_back"))

    def rate(self) -> None:
        moment = self._waking()
        self.stars = self.rng.choices((5, 4, 3, 2, 1), (58, 27, 9, 4, 2))[0]
        self.rating = self._one_of("ratings") if self.stars > 3 and self.rng.random() < 0.6 else ""
        self.rated_at = moment
        self._note(D.RATED, VISITOR, moment)
        self._close(VISITOR, moment)

    def time_out(self) -> None:
        """Nobody rated it in time: the portal closes it."""
        assert self.due is not None
        self._close(PORTAL, at(self.due + A_DAY, *NIGHT))

    def reopen(self) -> None:
        moment = waking_hour(
            self.last.date() + timedelta(days=self.rng.randrange(2, self.rules.reopen_days - 1)), self.rng
        )
        self.reopened += 1
        self.stars, self.rating, self.rated_at = None, "", None
        self.done_at = self.closed_at = self.ask_again_on = None
        self._enter(S.HANDLING, D.REOPENED, VISITOR, moment, self._one_of("reopenings"))

    def refuse(self) -> None:
        self._enter(S.REFUSED, D.REFUSED, COMMUNITY, self._later(), told=self._one_of("refusals") + MARK)

    def withdraw(self) -> None:
        self._enter(S.WITHDRAWN, D.WITHDRAWN, VISITOR, self._later(), self._one_of("withdrawals"))

    def publish(self) -> None:
        """Shown to everybody, as soon as it was taken up."""
        self.is_public = True
        self._note(D.PUBLISHED, COMMUNITY, self.last + timedelta(minutes=self.rng.randrange(2, 30)))

    def merge(self, into: str, moment: datetime) -> None:
        """It had been reported before, under that code."""
        self._enter(S.MERGED, D.MERGED, COMMUNITY, moment, into)

    def note_double(self, double: str, moment: datetime) -> None:
        """The other side of a merging."""
        self._note(D.MERGED, COMMUNITY, moment, double)

    def late(self) -> None:
        """Its time runs out, and the night takes it one level up."""
        assert self.due is not None
        self._escalate(at(self.days.next_working(self.due), *NIGHT))

    def nights(self) -> None:
        """What the nights up to today have done with it."""
        while is_late(self.state, self.due, self.days.today):
            assert self.due is not None
            night = at(self.days.next_working(self.due), *NIGHT)
            counted = self.escalated_at is not None and self.escalated_at > self.since
            if night > self.days.now or counted:
                return
            self._escalate(night)

    def asked_again(self, answers: bool) -> None:
        """Four weeks after its closing it is asked whether all is well; it is, where somebody `answers`."""
        if self.ask_again_on is None or self.ask_again_on >= self.days.today:
            return
        self._note(D.ASKED_AGAIN, PORTAL, at(self.ask_again_on, *NIGHT))
        answered = waking_hour(self.ask_again_on + A_DAY, self.rng)
        if answers and answered < self.days.now:
            self._note(D.STILL_RIGHT, VISITOR, answered)
            self.still_right, self.ask_again_on = True, None

    @property
    def last(self) -> datetime:
        """When something happened last."""
        return self.steps[-1].at

    @property
    def answer(self) -> str:
        """What was done about it, as everybody may read it, once that was fed back."""
        return next((step.told for step in reversed(self.steps) if step.deed is D.FED_BACK), "")

    @property
    def _handler(self) -> str:
        """Under which name who has it acts; who verifies is somebody else."""
        names = {H.SELF: self.worker, H.COMMUNITY: "staff", H.STREET: STREET, H.DEPARTMENT: STREET}
        return names[self.holder or H.COMMUNITY]

    def _assign(self, to: HandlerKind) -> None:
        moment, by = self._later(), STREET if to is H.DEPARTMENT else COMMUNITY
        self.holder = to
        department = self.words.get("department", "") if to is H.DEPARTMENT else ""
        self._enter(S.ASSIGNED, D.ASSIGNED, by, moment, f"{to.zh} {department}".strip())

    def _fed_back(self, moment: datetime) -> None:
        self.done_at = moment
        self._enter(S.DONE, D.FED_BACK, self._handler, moment, told=self.words["answer"] + MARK)

    def _close(self, by: str, moment: datetime) -> None:
        self._enter(S.CLOSED, D.CLOSED, by, moment)
        self.closed_at, self.ask_again_on = moment, moment.date() + timedelta(days=self.rules.ask_again_days)

    def _escalate(self, night: datetime) -> None:
        above = NEXT_UP.get(self.holder) if self.holder else None
        if self.state in AT_WORK and above is not None:
            self.holder = above
            self._enter(S.ASSIGNED, D.ESCALATED, PORTAL, night, above.zh)
        else:
            self._note(D.ESCALATED, PORTAL, night)
        self.escalations, self.escalated_at = self.escalations + 1, night

    def _enter(
        self, state: EventState, deed: EventDeed, by: str, moment: datetime, note: str = "", told: str = ""
    ) -> None:
        self.state, self.since = state, moment
        self.due = due_on(state, moment.date(), self.words["kind"], self.urgency, self.rules, self.days.listed)
        self._note(deed, by, moment, note, told)

    def _note(self, deed: EventDeed, by: str, moment: datetime, note: str = "", told: str = "") -> None:
        self.steps.append(StepPlan(deed, self.state, self.holder, by, moment, note, told))

    def _later(self) -> datetime:
        """The next thing happens at a working hour in time; what has to be done the same day, soon."""
        first, last = self.last.date(), self.due or self.last.date()
        later = self.days.working(first, last)[:6] or [first]
        moment = working_hour(self.rng.choice(later), self.rng)
        return moment if moment > self.last else self.last + timedelta(minutes=self.rng.randrange(6, 90))

    def _waking(self) -> datetime:
        day = self.last.date() + timedelta(days=self.rng.randrange(0, self.rules.rate_days - 1))
        moment = waking_hour(day, self.rng)
        return moment if moment > self.last else self.last + timedelta(minutes=self.rng.randrange(20, 200))

    def _one_of(self, name: str) -> str:
        chosen: str = self.rng.choice(words("events")[name])
        return chosen
