"""What the offices' workbooks of star management have in common: whose a line is, and what is wrong where."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from portal.core.access import Scope
from portal.core.bulk import Difference, Outcome, Progress
from portal.core.sheets import Column, Line, RowError
from portal.star.models.secretaries import Secretary
from portal.star.queries.secretaries import in_office
from portal.star.terms.stars import StarFault

EVERY, HUNDRED, LONGEST = 200, 100, 120
YES = {"是", "1", "有", "yes", "√"}
NO = {"", "否", "0", "无", "没有", "no"}
WHO = (
    Column("code", "书记编号", ("编号",), instead="name"),
    Column("name", "姓名", ("书记姓名", "书记"), width=14),
    Column("place", "村（社区）", ("村", "社区", "村（居）"), width=22),
)


class Reading:
    """A workbook read line by line into work for an action, all or nothing: an error keeps a line out."""

    def __init__(self, scope: Scope, columns: Sequence[Column]) -> None:
        people = in_office(scope)
        self.by_code = {one.code: one for one in people}
        self.by_name: dict[tuple[str, str], list[Secretary]] = {}
        for one in people:
            for place in ("", one.place):
                self.by_name.setdefault((one.person.name, place), []).append(one)
        self.headings = {column.name: column.heading for column in columns}
        self.seen: dict[Any, int] = {}
        self.work: list[Any] = []
        self.found = Outcome()

    def of(self, lines: Sequence[Line], progress: Progress, read: Callable[[Line], None]) -> Outcome:
        """Each line read; what was found."""
        for number, line in enumerate(lines):
            if number % EVERY == 0:
                progress(number, len(lines))
            read(line)
        self.found.rows, self.found.work = len(lines), self.work
        return self.found

    def who(self, line: Line) -> Secretary | None:
        """Whose the line is: by his code, or by his name where nobody else in the scope has it, with his place."""
        code = line.cells.get("code", "").strip().upper()
        if code:
            found = [self.by_code[code]] if code in self.by_code else []
        else:
            name, place = line.cells.get("name", "").strip(), line.cells.get("place", "").strip()
            found = self.by_name.get((name, place), [])
        if len(found) == 1:
            return found[0]
        self.wrong(line, "code" if code else "name", _("有同名的，请写书记编号") if found else StarFault.WHO.label)
        return None

    def is_again(self, line: Line, key: Any, column: str) -> bool:
        """Whether an earlier line says the same thing; then it is an error."""
        earlier = self.seen.setdefault(key, line.row)
        if earlier != line.row:
            self.wrong(line, column, _("与第 %(row)s 行相同", row=earlier))
        return earlier != line.row

    def whole(self, line: Line, column: str, least: int, most: int) -> int | None:
        """A whole number within its bounds."""
        written = line.cells.get(column, "").strip().removesuffix("年")
        if written.isdecimal() and least <= int(written) <= most:
            return int(written)
        self.wrong(line, column, _("请写 %(least)s 到 %(most)s 的数", least=least, most=most))
        return None

    def hundredths(self, line: Line, column: str, most: int, message: str) -> int | None:
        """A number with two decimals at most, in hundredths."""
        try:
            number = Decimal(line.cells.get(column, "").replace(",", "").strip())
        except InvalidOperation:
            number = Decimal(-1)
        if number.is_finite() and 0 <= number <= most and number == round(number, 2):
            return int(number * HUNDRED)
        self.wrong(line, column, message)
        return None

    def ticked(self, line: Line, column: str) -> bool | None:
        """Yes or no."""
        written = line.cells.get(column, "").strip().lower()
        if written not in YES | NO:
            self.wrong(line, column, _("写“是”或“否”"))
            return None
        return written in YES

    def text(self, line: Line, column: str, most: int = LONGEST) -> str:
        """A text that is not too long."""
        written = line.cells.get(column, "").strip()
        if len(written) > most:
            self.wrong(line, column, _("最多 %(most)s 个字", most=most))
        return written

    def wrong(self, line: Line, column: str, message: str) -> None:
        """What is wrong in which row and column."""
        self.found.tell("errors", RowError(line.row, self.headings[column], message))

    def differs(self, kind: str, line: Line, who: Secretary, column: str, before: str, after: str) -> None:
        """What a line would change, as the preview shows it."""
        change = Difference(line.row, who.code, who.person.name, self.headings[column], before, after)
        self.found.tell(kind, change)

    @property
    def faults(self) -> int:
        """How many errors there are so far."""
        return len(self.found.errors) + self.found.more["errors"]
