"""Secretaries with their latest stars as a workbook, as the list is narrowed."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.sheets import Cell, Column
from portal.star.queries import secretaries as queries
from portal.star.queries.secretaries import Wanted
from portal.star.terms.stars import Grade, SecretaryKind

HUNDRED, LONGEST_NUMBER = 100, 4
MOVED = {"up": 1, "down": -1}
COLUMNS = (
    Column("code", "编号", width=14),
    Column("name", "姓名", width=14),
    Column("kind", "类别", width=20),
    Column("town", "镇（街道）", width=18),
    Column("place", "村（社区）", width=22),
    Column("education", "学历", width=14),
    Column("dispatched", "选派", width=8),
    Column("both", "一肩挑", width=8),
    Column("term_from", "本届起", width=14),
    Column("prior_months", "本届以前任职月数", width=12),
    Column("year", "最近评定年度"),
    Column("grade", "考核等次"),
    Column("score", "年度成绩"),
    Column("stars", "星级"),
    Column("gained", "比上年"),
)


def asked(filters: Mapping[str, str]) -> Wanted:
    """What narrows the list, as an address says it; a word that nobody knows narrows nothing."""
    return Wanted(
        kind=next((one for one in SecretaryKind if one == filters.get("kind")), None),
        town=filters.get("town", "")[:40],
        q=filters.get("q", "").strip()[:40],
        gone={"1": True, "any": None}.get(filters.get("gone", ""), False),
        year=_number(filters.get("year", "")),
        stars=_number(filters.get("stars", "")),
        grade=next((one for one in Grade if one == filters.get("grade")), None),
        moved=MOVED.get(filters.get("moved", ""), 0),
    )


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) <= LONGEST_NUMBER else None


def as_asked(wanted: Wanted) -> dict[str, str]:
    """The other way: what an address says for it."""
    gone = {True: "1", None: "any", False: ""}[wanted.gone]
    moved = next((word for word, sign in MOVED.items() if sign == wanted.moved), None)
    words = {"kind": wanted.kind, "town": wanted.town, "q": wanted.q, "gone": gone, "moved": moved}
    words |= {"grade": wanted.grade}
    numbers = {name: str(of) for name, of in (("year", wanted.year), ("stars", wanted.stars)) if of is not None}
    return {name: str(value) for name, value in words.items() if value} | numbers


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for one in queries.all_of(scope, asked(filters)):
        who, rated = one.secretary, one.rating
        known: list[Cell] = [who.code, who.person.name, who.kind.zh, who.town, who.place, who.person.education.zh]
        ticks: list[Cell] = ["是" if who.dispatched else "", "是" if who.both else "", who.term_from]
        ticks.append(float(who.prior_months))
        if rated is None:
            yield [*known, *ticks, None, "", None, None, None]
            continue
        scores: list[Cell] = [rated.score / HUNDRED, float(rated.stars), float(rated.stars - rated.before)]
        yield [*known, *ticks, float(rated.year), rated.grade.zh, *scores]


SECRETARIES = Exporter(
    kind="secretaries",
    permission=Permission.VIEW_STARS,
    title=_("村（社区）书记"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.count_of(queries.secretaries(scope, asked(filters))),
    returns=True,
)
