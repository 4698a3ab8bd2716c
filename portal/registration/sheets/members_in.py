"""The members' roster on its way in: each line held against who is there; nobody is guessed, nothing half done."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from portal.core.bulk import Base, Difference, Incoming, Outcome
from portal.core.clock import today
from portal.core.pinyin import reading
from portal.core.seen import Seen, Spool
from portal.core.sheets import Line, RowError
from portal.grid.queries.gazetteer import gazetteer_of
from portal.registration.actions.taking_in import Deed, Work
from portal.registration.queries import ground as places
from portal.registration.queries import known as queries
from portal.registration.queries.known import Asked, KnownMember
from portal.registration.rules.as_written import plain_name
from portal.registration.rules.written_home import Home
from portal.registration.sheets.member_changes import EMPTY, columns_of, happened, shown, told
from portal.registration.sheets.member_lines import HEADINGS, MemberReader, Said
from portal.registration.terms.roster import ChangeKind, ReportState

WHOLE = "whole"


class Unclear(Exception):
    """A line that does not say for certain whom it means, or means somebody whom it may not change."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


@dataclass(slots=True)
class Here:
    """Whom the lines of a stretch may mean, by each thing that may tell it."""

    codes: dict[str, KnownMember] = field(default_factory=dict)
    identities: dict[str, KnownMember] = field(default_factory=dict)
    phones: dict[str, KnownMember] = field(default_factory=dict)
    names: dict[tuple[int, str], list[KnownMember]] = field(default_factory=dict)


def plan(incoming: Incoming) -> Outcome:
    """What the file would do to the scope's members."""
    return _Plan(incoming).of_all()


class _Plan:
    def __init__(self, incoming: Incoming) -> None:
        self.incoming, self.scope = incoming, incoming.scope
        units = queries.known_units(self.scope)
        named = {plain_name(unit.name): unit for unit in units}
        ground, gazetteer = places.ground_in(self.scope), gazetteer_of(self.scope)
        self.reader = MemberReader(named, ground, gazetteer, places.building_rows(self.scope))
        self.units = {unit.id: unit for unit in units}
        self.streets = places.streets_in(self.scope)
        self.seen, self.deeds, self.left = Seen(), Spool(), Spool()
        self.met: set[int] = set()
        self.found = Outcome(work=Work(self.deeds, self.left))
        self.today = today()

    def of_all(self) -> Outcome:
        for lines in self.incoming.stretches:
            self._stretch(lines)
            self.found.rows += len(lines)
            self.incoming.progress(self.found.rows, 0)
        for member in queries.members_here(self.met, self.scope):
            if self.seen.row_of(f"m:{member.id}") is None:
                gone = (HEADINGS["state"], member.state.label, ReportState.LEFT.label)
                self.found.tell("left", Difference(0, member.code, member.name, *gone))
                if WHOLE in self.incoming.options:
                    self.left.add((member.id, member.unit))
        return self.found

    def _stretch(self, lines: Sequence[Line]) -> None:
        base = self.incoming.base(lines)
        written = {line.cells.get("unit", "") for line in lines}
        unknown = {name for name in written if name and plain_name(name) not in self.reader.units}
        self.reader.elsewhere = queries.units_by_name_anywhere(unknown) if unknown else {}
        read = [said for line in lines if (said := self.reader.read(line))]
        for error in self.reader.errors:
            self.found.tell("errors", error)
        self.reader.errors.clear()
        here = self._here(read)
        sure = [(said, self._tried(said, lambda one: self._surely(one, here))) for said in read]
        for said, member in sure:
            if member is not Unclear:
                self._tried(said, lambda one, meant=member: self._decide(one, meant or self._likely(one, here), base))

    def _here(self, read: Sequence[Said]) -> Here:
        asked = Asked(
            codes={said.code for said in read if said.code},
            identities={one for said in read for one in said.identities},
            phones={one for said in read for one in said.phones},
            names={said.name for said in read},
            units={said.unit_id for said in read if said.unit_id},
        )
        here = Here()
        for member in queries.known_members(asked):
            here.codes[member.code] = member
            if member.identity_digest:
                here.identities[member.identity_digest] = member
            if member.phone_digest:
                here.phones[member.phone_digest] = member
            here.names.setdefault((member.unit_id, member.name), []).append(member)
        return here

    def _tried(self, said: Said, work: Any) -> Any:
        """What comes of it; `Unclear` where it came to nothing, which then stands among the errors."""
        try:
            return work(said)
        except Unclear as fault:
            self.found.tell("errors", RowError(said.row, HEADINGS[fault.column], fault.message))
            return Unclear

    def _surely(self, said: Said, here: Here) -> KnownMember | None:
        """Whom the line means by code, identity number or telephone; None where none of them is known."""
        if not said.name:
            return None
        for kind, digests, column in (("i", said.identities, "identity"), ("p", said.phones, "phone")):
            before = self.seen.note(f"{kind}:{digests[0][:24]}", said.row) if digests else None
            if before is not None:
                raise Unclear(column, _("与第 %(row)s 行相同", row=before))
        by_identity = next((here.identities[one] for one in said.identities if one in here.identities), None)
        by_phone = next((here.phones[one] for one in said.phones if one in here.phones), None)
        if said.code and said.code not in here.codes:
            raise Unclear("code", _("没有这个编号；新登记的编号由系统编，请留空"))
        member = here.codes.get(said.code) or by_identity or by_phone
        if by_identity and by_identity is not member:
            raise Unclear("identity", _("名册上已有人是这个身份证号"))
        if by_phone and (by_phone is not member or (not said.code and not by_identity and member.name != said.name)):
            raise Unclear("phone", _("名册上这个电话是另一个人的"))
        if member and said.identities and member.identity_digest not in {None, *said.identities}:
            raise Unclear("identity", _("与名册上记的身份证号不一致"))
        if member and (before := self.seen.note(f"m:{member.id}", said.row)):
            raise Unclear("name", _("与第 %(row)s 行是同一个人", row=before))
        return member

    def _likely(self, said: Said, here: Here) -> KnownMember | None:
        """The only one of that name in the unit whom no other line means; None where he is new."""
        found = [
            one
            for one in here.names.get((said.unit_id or 0, said.name), ())
            if self.seen.row_of(f"m:{one.id}") is None
            and (not said.identities or one.identity_digest in {None, *said.identities})
        ]
        if len(found) > 1:
            raise Unclear("name", _("这个单位有 %(count)s 个同名的人，请填电话或身份证号", count=len(found)))
        before = self.seen.note(f"n:{said.unit_id}:{said.name}", said.row)
        if before is not None and not said.identities and not said.phones:
            raise Unclear("name", _("第 %(row)s 行也是这个单位同名的人，请填电话或身份证号", row=before))
        if found:
            self.seen.note(f"m:{found[0].id}", said.row)
        return found[0] if found else None

    def _decide(self, said: Said, member: KnownMember | None, base: Base) -> None:
        if said.unit_id in self.units:
            self.met.add(said.unit_id)
        if (day := said.values.get("reported_on", {}).get("reported_on")) and day > self.today:
            raise Unclear("reported_on", _("日期不能晚于今天"))
        if member is None:
            self._join(said)
        elif not self.scope.covers(member.path):
            raise Unclear("name", _("这个人已在别的街道的名册上，请用转接办理"))
        elif member.state in {ReportState.TRANSFERRED, ReportState.RETIRED}:
            raise Unclear("name", _("名册上记的是“%(state)s”，请先在页面上恢复", state=member.state.label))
        else:
            self._change(said, member, base)

    def _join(self, said: Said) -> None:
        if said.hides_phone:
            raise Unclear("phone", _("电话要写全号"))
        row: dict[str, Any] = {"code": f"M{secrets.token_hex(5)}", "free_times": [], "state": ReportState.REGISTERED}
        row |= EMPTY | self._row_of(said, list(said.texts), said.home or Home())
        if row["reported_on"]:
            row["state"] = ReportState.REPORTED
        unit = said.texts["unit"]
        self.found.tell("new", Difference(said.row, "", said.name, HEADINGS["unit"], "", unit))
        self.deeds.add(Deed(None, row, ((ChangeKind.JOINED, "", unit),), tuple(said.skills or ())))

    def _change(self, said: Said, member: KnownMember, base: Base) -> None:
        now = told(member)
        changed = [one for one in said.texts if self._differs(said, one, now.get(one, ""), member, base)]
        if said.is_placed_by_address and member.grid_id and "address" not in changed:
            # The same address as before: where it was placed since, by a pin or by hand, counts more than its names.
            changed = [one for one in changed if one not in {"community", "grid"}]
        if "community" in changed and "grid" not in said.texts and member.grid:
            said.say("grid", "")
            changed.append("grid")
        returns = member.state is ReportState.LEFT
        if not changed and not returns:
            self.found.unchanged += 1
            return
        differences = [
            Difference(
                said.row, member.code, member.name, HEADINGS[one], *shown(one, now.get(one, ""), said.texts[one])
            )
            for one in changed
        ]
        if returns:
            state = (member.state.label, ReportState.REGISTERED.label)
            differences.append(Difference(said.row, member.code, member.name, HEADINGS["state"], *state))
        self.found.tell("changed", *differences)
        row = columns_of(member) | self._row_of(
            said, changed, said.home if {"community", "grid"} & set(changed) else None
        )
        if returns:
            row |= {"left_on": None, "state": ReportState.REPORTED if row["reported_on"] else ReportState.REGISTERED}
        elif "reported_on" in changed and member.state is ReportState.REGISTERED:
            row["state"] = ReportState.REPORTED
        told_ = happened(said, changed, now, returns=returns)
        self.deeds.add(Deed(member.id, row, told_, tuple(said.skills or ()) if "skills" in changed else None))

    def _differs(self, said: Said, column: str, theirs: str, member: KnownMember, base: Base) -> bool:
        """Whether the line changes the column, and nobody else did since the file left."""
        mine, before = said.texts[column], None
        if said.is_returning:
            before = base.get(member.code, {}).get(column)
        if column == "identity":
            return member.identity_digest is None
        if column == "phone" and not said.hides_phone:
            return member.phone_digest not in said.phones
        if mine in {theirs, before} or (not mine and before is None):
            return False
        if column == "phone":
            raise Unclear("phone", _("要改电话请写全号"))
        if before is not None and theirs != before:
            told_ = _("导出时是“%(before)s”，别人已改成“%(theirs)s”，文件里是“%(mine)s”")
            raise Unclear(column, told_ % {"before": before, "theirs": theirs, "mine": mine})
        return True

    def _row_of(self, said: Said, columns: Sequence[str], home: Home | None) -> dict[str, Any]:
        """The table's values of these columns, with what follows from them."""
        row: dict[str, Any] = {}
        for column in columns:
            row |= said.values.get(column, {})
        if "name" in columns:
            read = reading(said.name, person=True)
            row |= {"pinyin": read.pinyin, "initials": read.initials}
        if home is not None:
            row |= {"community_id": home.community_id, "grid_id": home.grid_id, "building_id": home.building_id}
            row |= {"placed_by": home.placed_by, "placement_note": home.note}
            row["organisation_id"] = self._organisation(said, home)
        return row

    def _organisation(self, said: Said, home: Home) -> int:
        """The committee of the home's community; the unit's street while the home is not known."""
        if home.community_id is not None:
            return self.reader.ground.by_id[home.community_id].organisation_id
        unit = self.units.get(said.unit_id or 0)
        streets = [row for row, path, _name in self.streets if unit and unit.path.startswith(path)]
        if not streets and len(self.streets) != 1:
            raise Unclear("community", _("请写居住社区：只从单位看不出归哪个街道"))
        return streets[0] if streets else self.streets[0][0]
