"""Quarters' and year-end scores by workbook: a quarter's sheets taken out to be filled in, and brought back."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext

from portal.core.access import Permission, Scope
from portal.core.bulk import Base, Exporter, Outcome, Progress
from portal.core.sheets import Cell, Column, Line
from portal.star.actions.appraisals import AppraisalRow
from portal.star.actions.quarters import ScoreRow
from portal.star.models.quarters import StarSheet
from portal.star.queries import quarters as queries
from portal.star.queries import years
from portal.star.rules.quarters import QUARTERS
from portal.star.rules.steps import takes_appraisals
from portal.star.sheets.reading import HUNDRED, WHO, Reading
from portal.star.terms.stars import StarFault
from portal.star.terms.years import YearFault

MOST_POINTS, MOST_YUAN = 100, 1_000_000
SCORES = (
    *WHO,
    Column("year", "年度", required=True, width=8),
    Column("quarter", "季度", ("第几季度",), required=True, width=8),
    Column("item", "指标代码", ("代码",), required=True, width=10),
    Column("what", "指标", ("指标名称",), width=28, kept=False),
    Column("weight", "权重", width=8, kept=False),
    Column("score", "得分", ("分数", "评分"), required=True, width=10),
    Column("note", "依据", ("评分依据", "说明"), width=36),
)
APPRAISALS = (
    *WHO,
    Column("year", "年度", required=True, width=8),
    Column("score", "年终得分", ("年终考核得分", "得分"), required=True, width=10),
    Column("rigid", "刚性指标没有完成", ("刚性指标未完成",), width=16),
    Column("one_off", "一次性奖励（元）", ("集体经济一次性奖励", "一次性奖励"), width=16),
    Column("note", "说明", ("年终综合评",), width=36),
)


def plan_scores(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:  # noqa: ARG001
    """What would be scored. Only quarters that are open are taken; an empty score says nothing."""
    reading, sheets = Reading(scope, SCORES), queries.open_sheets(scope)

    def read(line: Line) -> None:
        if not line.cells.get("score", "").strip():
            reading.found.unchanged += 1
            return
        before, who = reading.faults, reading.who(line)
        year = reading.whole(line, "year", 2000, 2100)
        quarter = reading.whole(line, "quarter", QUARTERS[0], QUARTERS[-1])
        score = reading.hundredths(line, "score", MOST_POINTS, StarFault.SCORE.label)
        note = reading.text(line, "note", 300)
        if who is None or year is None or quarter is None or score is None or reading.faults > before:
            return
        sheet = sheets.get((who.id, year, quarter))
        item = line.cells.get("item", "").strip().upper()
        if sheet is None:
            reading.wrong(line, "quarter", StarFault.NOT_OPEN.label)
        elif item not in _codes(sheet):
            reading.wrong(line, "item", StarFault.UNKNOWN.label)
        elif not reading.is_again(line, (sheet.id, item), "item"):
            _score(reading, line, sheet, item, score, note)

    return reading.of(lines, progress, read)


def plan_appraisals(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:  # noqa: ARG001
    """What year-end scores would be set, while their year takes them."""
    reading = Reading(scope, APPRAISALS)
    steps = {one.year: one.step for one in years.years_in(scope)}
    held = years.appraisals_in([one.id for one in reading.by_code.values()])

    def read(line: Line) -> None:
        before, who = reading.faults, reading.who(line)
        year = reading.whole(line, "year", 2000, 2100)
        score = reading.hundredths(line, "score", MOST_POINTS, StarFault.SCORE.label)
        written = line.cells.get("one_off", "").strip() or "0"
        fen = reading.hundredths(Line(line.row, {"one_off": written}), "one_off", MOST_YUAN, StarFault.MONEY.label)
        rigid, note = reading.ticked(line, "rigid"), reading.text(line, "note", 500)
        if year is not None and not takes_appraisals(steps.get(year)):
            reading.wrong(line, "year", YearFault.STEP.label)
        if who is None or year is None or score is None or fen is None or rigid is None or reading.faults > before:
            return
        if reading.is_again(line, (who.id, year), "code"):
            return
        known = held.get((who.id, year))
        if known and (known.score, known.rigid_failed, known.one_off_fen) == (score, rigid, fen):
            reading.found.unchanged += 1
            return
        has = known is not None and known.score is not None
        earlier = f"{known.score / HUNDRED:.2f}" if known and known.score is not None else ""
        reading.differs("changed" if has else "new", line, who, "score", earlier, f"{score / HUNDRED:.2f}")
        reading.work.append(AppraisalRow(who.id, year, score, rigid, fen, note))

    return reading.of(lines, progress, read)


def _score(reading: Reading, line: Line, sheet: StarSheet, item: str, score: int, note: str) -> None:
    held = sheet.scores.get(item)
    if held and held["score"] == score:
        reading.found.unchanged += 1
        return
    earlier = f"{held['score'] / HUNDRED:.2f}" if held else ""
    told = f"{item} {score / HUNDRED:.2f}"
    reading.differs("changed" if held else "new", line, sheet.secretary, "score", earlier, told)
    reading.work.append(ScoreRow(sheet.id, item, score, note))


def _codes(sheet: StarSheet) -> set[str]:
    return {one["code"] for one in sheet.quarter.items}


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    quarter = queries.quarter_in(filters.get("quarter", "")[:20], scope)
    for sheet in queries.sheets_of(quarter) if quarter else ():
        who = sheet.secretary
        for item in sheet.quarter.items:
            held = sheet.scores.get(item["code"])
            known: list[Cell] = [who.code, who.person.name, who.place, str(sheet.quarter.year)]
            what: list[Cell] = [str(sheet.quarter.quarter), item["code"], item["name"], float(item["weight"])]
            yield [*known, *what, held["score"] / HUNDRED if held else None, held["note"] if held else ""]


def _count(scope: Scope, filters: Mapping[str, str]) -> int:
    quarter = queries.quarter_in(filters.get("quarter", "")[:20], scope)
    if quarter is None:
        raise LookupError(filters.get("quarter", ""))
    return len(quarter.items) * len(queries.sheets_of(quarter))


BLANK = Exporter(
    kind="star-scores",
    permission=Permission.CHECK_STARS,
    title=lazy_gettext("季度评分表"),
    columns=SCORES,
    rows=_rows,
    count=_count,
)
