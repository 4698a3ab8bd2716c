"""What makes the inspector look at a community's money, and the way of a finding (mission.md F4, V2).

Each rule takes facts and the county's rulebook and says what was found: a question with its figures, never a verdict.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from portal.core.money import yuan
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.ledger import Purse
from portal.fund.terms.supervision import Caution, CautionQuestion, FindingSide, FindingState

S, INSPECTOR, COMMUNITY = FindingState, FindingSide.INSPECTOR, FindingSide.COMMUNITY
WHOLE = 10_000
DECEMBER = 12

# From which state of a finding into which, and by whom. What stands here not, nobody may do.
MOVES: Mapping[tuple[FindingState, FindingState], FindingSide] = {
    (S.ASKED, S.EXPLAINED): COMMUNITY,
    (S.ASKED, S.CLOSED): INSPECTOR,
    (S.EXPLAINED, S.ASKED): INSPECTOR,
    (S.EXPLAINED, S.RECTIFY): INSPECTOR,
    (S.EXPLAINED, S.CLOSED): INSPECTOR,
    (S.RECTIFY, S.RECHECK): COMMUNITY,
    (S.RECHECK, S.RECTIFY): INSPECTOR,
    (S.RECHECK, S.CLOSED): INSPECTOR,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PurseFacts:
    """A community's purse in a year: sums in fen, when the first of it was given, what was paid in December."""

    code: str
    name: str
    purse: Purse
    year: int
    given_fen: int
    available_fen: int
    given_on: date | None
    paid_fen: int = 0
    december_fen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFacts:
    """A project: its community, use and budget in fen, when it was entered, finished, and to be accepted by when."""

    code: str
    title: str
    community: str
    name: str
    purse: Purse
    use: str
    budget_fen: int
    entered_on: date
    finished_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidFacts:
    """A payment that was made: of which project and community, to whom, how much in fen, with or without invoice."""

    request: str
    project: str
    title: str
    community: str
    name: str
    payee: str
    fen: int
    has_invoice: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found: where, about what ("split:…", the same every day), and the words that fill its question."""

    caution: Caution
    community: str
    about: str
    words: Mapping[str, str]
    projects: tuple[str, ...] = field(default=())

    def template(self, language: str) -> str:
        """The question in "zh" or "en", its blanks by name."""
        asked = CautionQuestion(self.caution.value)
        return asked.en if language == "en" else asked.zh

    def question(self, language: str) -> str:
        """The question with its blanks filled."""
        return self.template(language).format(**self.words)


def may_move(before: FindingState, after: FindingState, side: FindingSide) -> bool:
    """Whether this side may move a finding so."""
    return MOVES.get((before, after)) is side


def is_late(state: FindingState, due_on: date | None, today: date) -> bool:
    """Whether the community should have answered or put it right by now."""
    return state in {S.ASKED, S.RECTIFY} and due_on is not None and due_on < today


def idle(purses: Iterable[PurseFacts], book: FundRulebook, today: date) -> Iterator[Found]:
    """Money that lies uncommitted for long, and is a large part of what was given."""
    for one in purses:
        long = one.given_on is not None and (today - one.given_on).days >= book.idle_after_days
        if long and one.given_fen > 0 and one.available_fen * WHOLE >= one.given_fen * book.idle_share:
            yield _of_purse(Caution.IDLE, one, one.available_fen, one.given_fen)


def december(purses: Iterable[PurseFacts], book: FundRulebook) -> Iterator[Found]:
    """Much of a year's payments in its last month."""
    for one in purses:
        if one.december_fen > 0 and one.december_fen * WHOLE >= one.paid_fen * book.december_share:
            yield _of_purse(Caution.DECEMBER, one, one.december_fen, one.paid_fen)


def late_acceptance(projects: Iterable[ProjectFacts], today: date) -> Iterator[Found]:
    """Finished, and not accepted within the rules' days. The projects are those that wait for acceptance."""
    for one in projects:
        if one.due_on is not None and one.due_on < today:
            finished = one.finished_on.isoformat() if one.finished_on else "–"
            words = {"title": one.title, "finished": finished, "due": one.due_on.isoformat()}
            about = f"late_acceptance:{one.code}"
            yield Found(
                caution=Caution.LATE_ACCEPTANCE,
                community=one.community,
                about=about,
                words=words,
                projects=(one.code,),
            )


def split(projects: Iterable[ProjectFacts], book: FundRulebook) -> Iterator[Found]:
    """Projects of one community and use within some days, each just under a threshold that they pass together."""
    for threshold in sorted({book.quotes_from_fen, book.meeting_from_fen} - {0}):
        low = threshold * book.split_share // WHOLE
        near = sorted(
            (one for one in projects if low <= one.budget_fen < threshold),
            key=lambda one: (one.community, one.purse, one.use, one.entered_on, one.code),
        )
        for _key, group in groupby(near, key=lambda one: (one.community, one.purse, one.use)):
            for run in _runs(list(group), timedelta(days=book.split_within_days)):
                yield _of_split(run, threshold, book.split_within_days)


def same_payee(payments: Iterable[PaidFacts], book: FundRulebook, year: int) -> Iterator[Found]:
    """One payee that several communities paid in a year; the question goes to each of them."""
    paid = sorted(payments, key=lambda one: (one.payee, one.community))
    for payee, group in groupby(paid, key=lambda one: one.payee):
        all_of = list(group)
        communities = sorted({one.community for one in all_of})
        if len(communities) < book.same_payee_communities:
            continue
        fen = yuan(sum(one.fen for one in all_of))
        words = {"year": str(year), "count": str(len(communities)), "payee": payee, "fen": fen}
        for community in communities:
            projects = tuple(sorted({one.project for one in all_of if one.community == community}))
            about = f"same_payee:{year}:{payee}:{community}"
            yield Found(caution=Caution.SAME_PAYEE, community=community, about=about, words=words, projects=projects)


def no_voucher(payments: Iterable[PaidFacts]) -> Iterator[Found]:
    """Paid, and no invoice handed in."""
    for one in payments:
        if not one.has_invoice:
            words = {"title": one.title, "fen": yuan(one.fen), "request": one.request}
            about = f"no_voucher:{one.request}"
            yield Found(
                caution=Caution.NO_VOUCHER,
                community=one.community,
                about=about,
                words=words,
                projects=(one.project,),
            )


def share_of(part: int, whole: int) -> int:
    """Hundredths of a percent, rounded down; nothing of nothing."""
    return part * WHOLE // whole if whole > 0 else 0


def _of_purse(caution: Caution, one: PurseFacts, fen: int, whole: int) -> Found:
    words = {"community": one.name, "year": str(one.year), "purse": one.purse.zh, "fen": yuan(fen)}
    words |= {"share": str(share_of(fen, whole) // 100)}
    about = f"{caution.value}:{one.code}/{one.purse.value}/{one.year}"
    return Found(caution=caution, community=one.code, about=about, words=words)


def _of_split(run: Sequence[ProjectFacts], threshold: int, days: int) -> Found:
    codes = tuple(one.code for one in run)
    fen = yuan(sum(one.budget_fen for one in run))
    words = {"community": run[0].name, "days": str(days), "count": str(len(run)), "threshold": yuan(threshold)}
    return Found(
        caution=Caution.SPLIT,
        community=run[0].community,
        about=f"split:{threshold}:{codes[0]}",
        words=words | {"fen": fen},
        projects=codes,
    )


def _runs(ordered: Sequence[ProjectFacts], within: timedelta) -> Iterator[list[ProjectFacts]]:
    """Stretches of two or more, none of them entered later than that after the first of its stretch."""
    run: list[ProjectFacts] = []
    for one in ordered:
        if run and one.entered_on - run[0].entered_on > within:
            if len(run) > 1:
                yield run
            run = []
        run.append(one)
    if len(run) > 1:
        yield run
