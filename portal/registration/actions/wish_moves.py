"""How a wish comes from one state into the next: by somebody's hand, by the table, with the deadline of the rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.calendar.queries import calendar_between
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.registration.models.wishes import Wish, WishStep
from portal.registration.queries.rulebook import rules_on
from portal.registration.rules.wishes import due_on, may_move
from portal.registration.terms.wishes import WishFault, WishSide, WishState

# Long enough that the working days of any deadline lie in it, with the longest holidays.
LOOK_AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who moves a wish: for which side, under which name, when."""

    side: WishSide
    by: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(LOCAL).date()

    def due(self, state: WishState) -> date | None:
        """Until when something has to happen in a state that begins today."""
        calendar = calendar_between(self.today, self.today + LOOK_AHEAD)
        return due_on(state, self.today, rules_on(self.today), calendar)

    def moves(self, wish: Wish, state: WishState, note: str = "") -> None:
        """Move it, holding its row: who comes second sees what the first has done. Refuses what the table has not."""
        session.refresh(wish, with_for_update={"of": Wish})
        if not may_move(wish.state, state, self.side):
            taken = wish.state is state is WishState.TAKEN
            raise Refused((WishFault.TAKEN if taken else WishFault.STATE).label)
        wish.enter(state, by=self.by, at=self.now, due=self.due(state), note=note.strip())

    def notes(self, wish: Wish, note: str) -> None:
        """Write something down without moving it."""
        wish.steps.append(WishStep(state=wish.state, by=self.by, at=self.now, note=note.strip()))
