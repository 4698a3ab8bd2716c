"""Whatever anybody does with events, in any order: the county's table is kept, none is forgotten, none goes round."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.grid.actions import event_answers as answers
from portal.grid.actions import event_desk as desk
from portal.grid.actions import event_nights as nights
from portal.grid.actions import event_work as work
from portal.grid.queries import events as queries
from portal.grid.queries.rulebook import defaults
from portal.grid.rules.events import Handler
from portal.grid.terms.events import EventChannel, EventDeed, EventState, HandlerKind
from tests.grid import eventing as make
from tests.grid.eventing import COMMUNITY, NOW, STREET, USUAL
from tests.grid.land import BESIDE, HERE, organisation, some_ground

S = EventState
BOOK = defaults()
HANDLED = {S.ASSIGNED, S.HANDLING, S.DONE, S.VERIFIED, S.CLOSED}
# Steps that are written down without leading anywhere.
STANDING = {EventDeed.RATED, EventDeed.NOTED, EventDeed.PUBLISHED, EventDeed.ASKED_AGAIN, EventDeed.STILL_RIGHT}
DEEDS: dict[str, Callable[..., object]] = {
    "accept": lambda one, side, **at: desk.accept_event(one, side=side, **USUAL, **at),
    "refuse": lambda one, side, **at: desk.refuse_event(one, side=side, reason="不是本社区的事", **at),
    "verify": lambda one, side, **at: desk.verify_event(one, side=side, **at),
    "send back": lambda one, side, **at: desk.send_back_event(one, side=side, reason="还在", **at),
    "close": lambda one, side, **at: desk.close_event(one, side=side, **at),
    "publish": lambda one, side, **at: desk.publish_event(one, public_text="门口垃圾", **at),
    "start": lambda one, side, **at: work.start_event(one, **at),
    "return": lambda one, side, **at: work.return_event(one, reason="够不着", **at),
    "feed back": lambda one, side, **at: work.feed_back(one, answer="已清", **at),
    "withdraw": lambda one, side, **at: answers.withdraw_event(one, **at),
    "rate": lambda one, side, **at: answers.rate_event(one, stars=3, **at),
    "reopen": lambda one, side, **at: answers.reopen_event(one, **at),
    "also": lambda one, side, **at: answers.also_report(one, **at),
    "still": lambda one, side, **at: answers.answer_still_right(one, still=True, **at),
    "back again": lambda one, side, **at: answers.answer_still_right(one, still=False, **at),
}
WHICH, SIDES, BY = some.integers(0, 3), some.sampled_from([COMMUNITY, STREET]), some.sampled_from(["wang", "secretary"])
CHANNELS = (EventChannel.RESIDENT, EventChannel.WORKER, EventChannel.BEHALF, EventChannel.STATION_CODE)


class Anybody(RuleBasedStateMachine):
    """Four events, and everybody who may touch them, day after day."""

    @initialize()
    def reported(self) -> None:
        self.now = NOW
        self.events = [make.reported(channel=channel) for channel in CHANNELS]

    @rule(days=some.sampled_from([1, 2, 9, 28]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        nights.escalate_late(self.now)
        nights.close_unrated(self.now)
        nights.ask_again(self.now)

    @rule(which=WHICH, deed=some.sampled_from(sorted(DEEDS)), side=SIDES, by=BY)
    def somebody_does(self, which: int, deed: str, side, by: str) -> None:
        self._tries(lambda: DEEDS[deed](self.events[which], side, by=by, now=self.now))

    @rule(which=WHICH, kind=some.sampled_from(HandlerKind), side=SIDES)
    def is_assigned(self, which: int, kind: HandlerKind, side) -> None:
        handler = Handler(kind, BOOK.departments[0] if kind is HandlerKind.DEPARTMENT else "")
        known = {"side": side, "handler": handler, "by": "secretary", "now": self.now}
        self._tries(lambda: desk.assign_event(self.events[which], **USUAL, **known))

    @rule(which=WHICH, there=some.sampled_from([HERE, BESIDE]), side=SIDES)
    def is_passed_on(self, which: int, there: str, side) -> None:
        known = {"where": organisation(there), "side": side, "note": "在那边", "by": "secretary", "now": self.now}
        self._tries(lambda: desk.pass_on_event(self.events[which], **known))

    @rule(which=WHICH, into=WHICH, side=SIDES)
    def are_merged(self, which: int, into: int, side) -> None:
        known = {"side": side, "by": "secretary", "now": self.now}
        self._tries(lambda: desk.merge_events(self.events[which], self.events[into], **known))

    @invariant()
    def the_table_is_kept(self) -> None:
        for event in self.events:
            steps = [step for step in event.steps if step.deed not in STANDING]
            for before, after in pairwise(steps):
                stayed = before.state is after.state and after.deed in {EventDeed.ESCALATED, EventDeed.MERGED}
                assert stayed or (before.state, after.state) in BOOK.moves, (before.deed, after.deed)
            assert event.steps[-1].state is event.state

    @invariant()
    def what_is_open_has_a_day_and_somebody_who_has_it(self) -> None:
        for event in self.events:
            assert (event.due_on is not None) is event.state.is_open, event.state
            assert (event.holder is not None) >= (event.state in HANDLED), event.state
            assert (event.worker is not None) <= (event.holder is HandlerKind.SELF)
            assert (event.closed_at is not None) is (event.state is S.CLOSED)

    @invariant()
    def what_was_merged_leads_to_what_was_not(self) -> None:
        for event in self.events:
            assert (event.merged_into is not None) is (event.state is S.MERGED)
            assert queries.main_of(event).merged_into is None
            told = {step.id for step in queries.timeline(queries.main_of(event))}
            assert {step.id for step in event.steps} <= told, "its story is told with the other's"

    def _tries(self, deed: Callable[[], object]) -> None:
        trial = session.begin_nested()
        try:
            deed()
            session.flush()
            trial.commit()
        except Refused:
            trial.rollback()
            for event in self.events:
                session.refresh(event)


def test_no_sequence_of_deeds_by_anybody_loses_an_event(app):
    with transaction():
        some_ground()
        make.a_worker()
        often = settings(
            max_examples=6, stateful_step_count=25, deadline=None, suppress_health_check=[*HealthCheck], database=None
        )
        run_state_machine_as_test(Anybody, settings=often)
