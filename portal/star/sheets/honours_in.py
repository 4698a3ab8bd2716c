"""Honours handed in by workbook: each becomes evidence that is checked and decided like any other."""

from collections.abc import Sequence
from datetime import date

from portal.core.access import Scope
from portal.core.bulk import Base, Outcome, Progress
from portal.core.clock import today
from portal.core.sheets import Column, Line, day
from portal.star.actions.evidence import HonourRow
from portal.star.queries.secretaries import honours_of
from portal.star.sheets.reading import WHO, Reading
from portal.star.terms.stars import HonourLevel, StarFault

COLUMNS = (
    *WHO,
    Column("title", "荣誉名称", ("荣誉", "表彰名称", "名称"), required=True, width=32),
    Column("level", "级别", ("荣誉级别", "表彰级别"), required=True, width=12),
    Column("day", "日期", ("表彰日期", "时间", "表彰时间"), required=True, width=14),
    Column("deed", "同一事迹", ("事迹",), width=24),
)
LEVELS = {word: level for level in HonourLevel for word in (level.value, level.zh, level.en)}
LEVELS |= {"国家": HonourLevel.NATIONAL, "省": HonourLevel.PROVINCIAL, "省部级": HonourLevel.PROVINCIAL}
LEVELS |= dict.fromkeys(("市级", "县级", "市", "县", "区级", "市县"), HonourLevel.COUNTY)


def plan(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:  # noqa: ARG001
    """What would be filed, line by line; what is on file already stays as it is."""
    reading, known = Reading(scope, COLUMNS), honours_of(scope)

    def read(line: Line) -> None:
        before, who = reading.faults, reading.who(line)
        title, deed = reading.text(line, "title"), reading.text(line, "deed", 60)
        level = LEVELS.get(line.cells.get("level", "").strip())
        if level is None:
            reading.wrong(line, "level", StarFault.LEVEL.label)
        when = _day(reading, line)
        if who is None or level is None or when is None or reading.faults > before:
            return
        if reading.is_again(line, (who.id, when, title), "title"):
            return
        if (who.id, when, title) in known:
            reading.found.unchanged += 1
            return
        reading.differs("new", line, who, "title", "", f"{title}（{level.zh}，{when.isoformat()}）")
        reading.work.append(HonourRow(who.id, title, level, when, deed))

    return reading.of(lines, progress, read)


def _day(reading: Reading, line: Line) -> date | None:
    try:
        when = day(line.cells.get("day", "").strip())
    except ValueError:
        when = date.max
    if when > today():
        reading.wrong(line, "day", StarFault.DAY.label)
        return None
    return when
