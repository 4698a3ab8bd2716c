"""How a project comes from one state into the next: by somebody's hand, by the table, with the rules' deadline."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.calendar.queries import calendar_between
from portal.calendar.terms import DayKind
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.fund.models.projects import FundProject, ProjectStep
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.projects import due_on, last_day_of_notice, may_move
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.projects import ProjectDeed, ProjectFault, ProjectSide, ProjectState

# Long enough that the working days of any deadline lie in it, with the longest holidays.
LOOK_AHEAD = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who moves a project: for which side, under which name, when."""

    side: ProjectSide
    by: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(LOCAL).date()

    @property
    def book(self) -> FundRulebook:
        """The rules of the day."""
        return fund_rules_on(self.today)

    def notice_ends(self) -> date:
        """The last day of a notice that is posted today."""
        return last_day_of_notice(self.today, self.book.notice_days, self._calendar())

    def holds(self, project: FundProject, *states: ProjectState) -> None:
        """Hold a project's row: who comes second sees what the first has done. Refuses any other state than these.

        What waits to be written goes first: a refresh forgets it.
        """
        session.flush()
        session.refresh(project, with_for_update={"of": FundProject})
        if project.state not in states:
            raise Refused(ProjectFault.STATE.label)

    def moves(
        self, project: FundProject, state: ProjectState, deed: ProjectDeed, note: str = "", fen: int | None = None
    ) -> None:
        """Move it, its row being held. Refuses what the table has not."""
        if not may_move(project.state, state, self.side):
            raise Refused(ProjectFault.STATE.label)
        ends = self.notice_ends() if state is ProjectState.NOTICE else None
        project.state, project.state_since = state, self.now
        project.due_on = due_on(state, self.today, self.book, self._calendar(), ends)
        self.notes(project, deed, note, fen)

    def notes(self, project: FundProject, deed: ProjectDeed, note: str = "", fen: int | None = None) -> None:
        """Write a step down without moving it."""
        step = ProjectStep(deed=deed, state=project.state, by=self.by, at=self.now, note=note.strip(), fen=fen)
        project.steps.append(step)

    def _calendar(self) -> dict[date, DayKind]:
        return calendar_between(self.today, self.today + LOOK_AHEAD)
