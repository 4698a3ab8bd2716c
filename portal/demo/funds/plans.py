"""The demo county's fund projects as frozen values, before they are rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.fund.terms.ledger import Purse, VoucherKind
from portal.fund.terms.projects import DecisionStep, NoticeKind, PaymentState, ProjectDeed, ProjectState


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step: on which day, what, into which state, by whom."""

    day: date
    deed: ProjectDeed
    state: ProjectState
    by: str
    note: str = ""
    fen: int | None = None


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """A public notice, with the objections to it: text, whether it is answered."""

    kind: NoticeKind
    from_day: date
    last_day: date
    objections: tuple[tuple[str, str, date | None], ...] = ()


@dataclass(slots=True)
class PaymentPlan:
    """A request for payment with what has become of it so far."""

    code: str
    fen: int
    what: str
    number: str
    payee: str
    is_person: bool
    state: PaymentState
    asked_on: date
    approved_on: date | None = None
    paid_on: date | None = None
    reason: str = ""
    voucher: str = ""


@dataclass(slots=True)
class ProjectPlan:
    """A project as it stands today; `words` are its entry in `data/funds.toml`, `lines` what for, whose quotes, fen."""

    code: str
    community: str
    title: str
    place: str
    purse: Purse
    words: dict[str, Any]
    entered_on: date
    lines: Sequence[tuple[str, str, int]]
    year: int
    state: ProjectState = ProjectState.DRAFT
    due_on: date | None = None
    contractor: str = ""
    contract_day: date | None = None
    finish_by: date | None = None
    finished_on: date | None = None
    accepted_on: date | None = None
    closed_on: date | None = None
    steps: list[StepPlan] = field(default_factory=list)
    decisions: list[tuple[DecisionStep, date, int, int, int]] = field(default_factory=list)
    notices: list[NoticePlan] = field(default_factory=list)
    approvals: list[tuple[str, str, date, str]] = field(default_factory=list)
    payments: list[PaymentPlan] = field(default_factory=list)
    ratings: list[tuple[int, date]] = field(default_factory=list)

    @property
    def fen(self) -> int:
        """Its budget."""
        return sum(fen for _what, _quotes, fen in self.lines)


@dataclass(frozen=True, slots=True)
class MovePlan:
    """Money that moves, of a community's purse and year; of a project by its code, or of none."""

    from_account: Any
    to_account: Any
    community: str
    purse: Purse
    year: int
    fen: int
    project: str = ""


@dataclass(frozen=True, slots=True)
class EntryPlan:
    """A voucher before it has its number; `key` names what it is for, `order` comes first on its day."""

    day: date
    order: int
    kind: VoucherKind
    about: str
    by: str
    moves: tuple[MovePlan, ...]
    key: str
