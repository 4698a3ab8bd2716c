"""How a project of the demo county goes: day by day by the county's rules, as far as today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.calendar.rules import working_days_after
from portal.calendar.terms import DayKind
from portal.demo.funds.plans import EntryPlan, MovePlan, NoticePlan, PaymentPlan, ProjectPlan, StepPlan
from portal.fund.rules import projects as rules
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.fund.terms.projects import NoticeKind, PaymentState, ProjectDeed, ProjectState

S, D = ProjectState, ProjectDeed
STAFF, STREET, MEETING, COUNTY, FINANCE = "staff", "street", "street-secretary", "county", "finance"
STARS = ([5, 4, 3, 2, 1], [60, 26, 9, 3, 2])


class NotYet(Exception):
    """What comes next has not happened yet."""


@dataclass(slots=True)
class Course:
    """Walks one project along its way. `left` is what the purses still have, by community, purse and year."""

    plan: ProjectPlan
    kind: str
    words: dict[str, Any]
    rng: Random
    book: FundRulebook
    listed: Mapping[date, DayKind]
    today: date
    left: dict[tuple[str, Purse, int], int]
    day: date = field(init=False)
    entries: list[EntryPlan] = field(default_factory=list)

    def walk(self) -> None:
        """As far as today."""
        self.day = self.plan.entered_on
        self._step(D.ENTERED, S.DRAFT, STAFF, fen=self.plan.fen)
        try:
            self._decide()
            self._to_the_county()
            self._commit()
            self._work()
            self._end()
        except NotYet:
            return

    def _decide(self) -> None:
        plan, way = self.plan, self.book.ways[self.plan.purse]
        self._stops_at("draft")
        self._on(2)
        self._step(D.SUBMITTED, S.DELIBERATION, STAFF, fen=plan.fen)
        if self.kind == "withdrawn":
            self._on(3)
            self._step(D.WITHDRAWN, S.WITHDRAWN, STAFF, "产权单位愿意出钱修，不用经费")
            raise NotYet
        for step in way.decisions:
            self._on(2)
            members = self.rng.randrange(24, 70)
            present = self.rng.randrange(-(-members * 3 // 4), members + 1)
            agreed = self.rng.randrange(-(-present * 4 // 5), present + 1)
            plan.decisions.append((step, self.day, members, present, agreed))
            self._step(D.DECIDED, S.DELIBERATION, STAFF, f"{step.zh}：应到 {members}，实到 {present}，同意 {agreed}")
        if not way.notice:
            return
        self._on(1)
        last = rules.last_day_of_notice(self.day, self.book.notice_days, self.listed)
        posted = self.day
        plan.due_on = last
        self._step(D.NOTICED, S.NOTICE, STAFF, "小区公告栏")
        plan.notices.append(NoticePlan(NoticeKind.PLAN, posted, last, self._objections(posted)))
        self._stops_at("notice")
        self.day = last
        self._on(1)

    def _objections(self, posted: date) -> tuple[tuple[str, str, date | None], ...]:
        if self.kind != "objection":
            return ()
        text, answer = self._one("objections"), self._one("answers")
        made, told = posted + timedelta(days=2), posted + timedelta(days=4)
        if made > self.today:
            return ()
        self.plan.steps.append(StepPlan(made, D.OBJECTED, S.NOTICE, "visitor"))
        if told > self.today:
            return ((text, "", None),)
        self.plan.steps.append(StepPlan(told, D.ANSWERED, S.NOTICE, STAFF))
        return ((text, answer, told),)

    def _to_the_county(self) -> None:
        plan = self.plan
        self._step(D.SENT_UP, S.STREET, STAFF)
        self._stops_at("street")
        if self.kind == "returned":
            self._on(3)
            reason = self._one("returns")
            plan.approvals.append(("street", "no", self.day, reason))
            self._step(D.RETURNED, S.RETURNED, STREET, reason)
            raise NotYet
        for level in rules.levels_needed(plan.fen, self.book):
            self._on(self.rng.randrange(2, 6))
            by = STREET if level.value == "street" else MEETING
            plan.approvals.append((level.value, "yes", self.day, self._one("opinions")))
            state = S.COUNTY if self.book.ways[plan.purse].county else S.RUNNING
            is_last = level is rules.levels_needed(plan.fen, self.book)[-1]
            if is_last and state is S.RUNNING:
                self._money_is_there()
            self._step(D.APPROVED, state if is_last else S.STREET, by, fen=plan.fen)

    def _commit(self) -> None:
        plan = self.plan
        self._stops_at("county")
        if plan.state is S.COUNTY:
            self._on(self.rng.randrange(3, 6))
            self._money_is_there()
            plan.approvals.append(("county", "yes", self.day, "予以备案"))
            self._step(D.RECORDED, S.RUNNING, COUNTY, fen=plan.fen)
        plan.year = self.day.year
        self.left[plan.community, plan.purse, plan.year] -= plan.fen
        self._post(VoucherKind.COMMITMENT, Account.AVAILABLE, Account.COMMITTED, plan.fen, COUNTY, f"{plan.code}-C")

    def _stops_at(self, state: str) -> None:
        """One that waits for somebody to try the next step of it."""
        if self.kind == state:
            raise NotYet

    def _money_is_there(self) -> None:
        """A project for which the purse has not enough any more waits."""
        if self.left.get((self.plan.community, self.plan.purse, self.day.year), 0) < self.plan.fen:
            raise NotYet

    def _work(self) -> None:
        plan = self.plan
        self._on(3)
        plan.contractor, plan.contract_day = self._firm(), self.day
        plan.finish_by = self.day + timedelta(days=40)
        self._step(D.CONTRACTED, S.RUNNING, STAFF, plan.contractor)
        if self.kind == "stopped":
            self._on(8)
            self._post(VoucherKind.RELEASE, Account.COMMITTED, Account.AVAILABLE, plan.fen, STREET, f"{plan.code}-R")
            self._step(D.STOPPED, S.STOPPED, STREET, "房屋列入拆迁，不再施工", plan.fen)
            raise NotYet
        self._on(self.rng.randrange(5, 16))
        self._pay(plan.lines[0][2] * 95 // 100 // 100 * 100, plan.lines[0][0], plan.contractor)
        self._on(self.rng.randrange(3, 12))
        plan.finished_on = self.day
        self._step(D.FINISHED, S.ACCEPTANCE, STAFF)
        plan.due_on = working_days_after(self.day, self.book.acceptance_days, self.listed)
        if self.kind == "late":
            raise NotYet
        self._on(self.rng.randrange(3, 10))
        plan.accepted_on, plan.due_on = self.day, self.day + timedelta(days=self.book.rating_days)
        self._step(D.ACCEPTED, S.RATING, STAFF, plan.words["result"])

    def _end(self) -> None:
        plan = self.plan
        for _ in range(self.rng.randrange(3, 15)):
            rated = self.day + timedelta(days=self.rng.randrange(self.book.rating_days))
            if rated <= self.today:
                plan.ratings.append((self.rng.choices(*STARS)[0], rated))
        for at, (what, _quotes, fen) in enumerate(plan.lines[1:]):
            self._on(2)
            is_person = "人工" in what and at == 0
            payee = f"{self._one('helpers')}（演示）" if is_person else plan.contractor
            self._pay(fen * 97 // 100 // 100 * 100, what, payee, is_person=is_person)
        self.day = max(self.day, plan.due_on or self.day)
        self._on(1)
        rest = plan.fen - sum(one.fen for one in plan.payments if one.state is PaymentState.PAID)
        if rest:
            self._post(VoucherKind.RELEASE, Account.COMMITTED, Account.AVAILABLE, rest, STAFF, f"{plan.code}-R")
        plan.closed_on, plan.due_on = self.day, None
        last = rules.last_day_of_notice(self.day, self.book.notice_days, self.listed)
        plan.notices.append(NoticePlan(NoticeKind.RESULT, self.day, last))
        self._step(D.CLOSED, S.CLOSED, STAFF, plan.words["result"], rest)

    def _pay(self, fen: int, what: str, payee: str, *, is_person: bool = False) -> None:
        """Asked, approved, paid on three days by three people; one that the bank returns is asked for again."""
        if self.kind == "bank_failed" and not self.plan.payments:
            failed = self._asked(fen, what, payee, is_person)
            failed.state, failed.approved_on, failed.reason = PaymentState.FAILED, self.day, "账号与户名不符"
            self._step(D.PAYMENT_REFUSED, self.plan.state, FINANCE, failed.reason, fen)
            self._on(2)
        bill = self._asked(fen, what, payee, is_person)
        self._on(1)
        bill.state, bill.approved_on = PaymentState.APPROVED, self.day
        self._step(D.PAYMENT_APPROVED, self.plan.state, STREET, what, fen)
        self._on(2)
        bill.state, bill.paid_on, bill.voucher = PaymentState.PAID, self.day, bill.code
        self._post(VoucherKind.PAYMENT, Account.COMMITTED, Account.PAID, fen, FINANCE, bill.code)
        self._step(D.PAID, self.plan.state, FINANCE, what, fen)

    def _asked(self, fen: int, what: str, payee: str, is_person: bool) -> PaymentPlan:
        number = f"{self.day:%y}372000000{self.rng.randrange(10**9):09d}"
        code = f"Z{self.day:%y}-{self.rng.randrange(16**6):06X}"
        bill = PaymentPlan(code, fen, what, number, payee, is_person, PaymentState.ASKED, self.day)
        self.plan.payments.append(bill)
        self._step(D.PAYMENT_ASKED, self.plan.state, STAFF, what, fen)
        return bill

    def _post(self, kind: VoucherKind, before: Account, after: Account, fen: int, by: str, key: str) -> None:
        plan = self.plan
        move = MovePlan(before, after, plan.community, plan.purse, plan.year, fen, plan.code)
        self.entries.append(EntryPlan(self.day, 2, kind, f"{plan.code} {plan.title}", by, (move,), key))

    def _step(self, deed: ProjectDeed, state: ProjectState, by: str, note: str = "", fen: int | None = None) -> None:
        self.plan.state = state
        self.plan.steps.append(StepPlan(self.day, deed, state, by, note, fen))
        timed = {S.STREET: self.book.street_days, S.COUNTY: self.book.county_days}
        if state in timed:
            self.plan.due_on = working_days_after(self.day, timed[state], self.listed)
        elif state not in {S.NOTICE, S.ACCEPTANCE, S.RATING}:
            self.plan.due_on = None

    def _on(self, days: int) -> None:
        """So many working days later."""
        later = working_days_after(self.day, days, self.listed)
        if later > self.today:
            raise NotYet
        self.day = later

    def _firm(self) -> str:
        if self.kind == "shared":
            return str(self.words["shared_firm"])
        at = int(self.plan.community[-3:])
        firms = self.words["firms"]
        return f"{firms[(at + self.rng.randrange(2)) % len(firms)]}{at % 97}号店（演示）"

    def _one(self, name: str) -> str:
        return str(self.rng.choice(self.words[name]))
