"""The form of the county's rules of grid work: figures, deadlines, and kinds as lines of text."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from portal.core.forms import PortalForm
from portal.grid.rules.rulebook import FIGURES, GridRulebook
from portal.grid.terms.events import EventState, EventUrgency
from portal.grid.terms.rulebook import GridRulesFault

NEEDED = _("请填写")
# English names have commas of their own.
COMMA = re.compile(r"\s*，\s*")
CODE = re.compile(r"[a-z][a-z_]{1,30}")
LABELS = {
    "most_helped": (_("一笔最多帮到几个人"), 1, 9_999),
    "most_minutes": (_("一笔最多几分钟"), 30, 1_440),
    "most_photos": (_("最多几张照片"), 0, 12),
    "clock_slack_minutes": (_("手机时间最多允许快几分钟"), 0, 120),
    "long_ago_days": (_("多少天以前的记录要提示核对"), 1, 365),
    "place_decimals": (_("位置保留几位小数"), 2, 5),
    "smallest_group": (_("公开的数字最少几人"), 2, 50),
    "reopen_days": (_("办结后几天内可以要求重办"), 1, 90),
    "rate_days": (_("核查后几天内评价"), 1, 60),
    "ask_again_days": (_("办结多少天后回访"), 7, 180),
    "duplicate_metres": (_("多少米以内算可能重复"), 20, 2_000),
    "duplicate_days": (_("多少天以内算可能重复"), 1, 180),
    "verify_station_days": (_("点位信息多少天要再核对"), 30, 730),
    "same_sample": (_("少于几件不作比较"), 2, 50),
}


class GridRulesForm(PortalForm):
    """Rules from a day on. Its fields of figures and deadlines are added below, one for each."""

    from_day = DateField(_("从哪一天起"), validators=[InputRequired(NEEDED)])
    origin = StringField(_("依据"), validators=[InputRequired(NEEDED), Length(max=120)])
    log_kinds = TextAreaField(
        _("服务种类（每行：代码，中文名，英文名，通常几分钟）"),
        validators=[InputRequired(NEEDED)],
        render_kw={"rows": "9"},
    )
    event_kinds = TextAreaField(
        _("事件类别（大类一行：#代码，中文名，英文名；小类一行：代码，中文名，英文名，办理工作日）"),
        validators=[InputRequired(NEEDED)],
        render_kw={"rows": "14"},
    )
    departments = TextAreaField(_("县部门（每行一个）"), validators=[InputRequired(NEEDED)], render_kw={"rows": "6"})

    @staticmethod
    def data_of(rules: GridRulebook) -> dict[str, Any]:
        """What the form shows of given rules."""
        figures = {name: getattr(rules, name) for name in FIGURES}
        deadlines = {_deadline(state, how): days for state, by in rules.deadlines.items() for how, days in by.items()}
        kinds = "\n".join(f"{one.code}，{one.zh}，{one.en}，{one.minutes}" for one in rules.log_kinds)
        events = "\n".join(
            line
            for group in rules.event_classes
            for line in (
                f"#{group.code}，{group.zh}，{group.en}",
                *(f"{one.code}，{one.zh}，{one.en}，{one.days}" for one in group.kinds),
            )
        )
        texts = {"log_kinds": kinds, "event_kinds": events, "departments": "\n".join(rules.departments)}
        return figures | deadlines | texts

    def validate_log_kinds(self, field: Field) -> None:
        """Each line a kind, no code twice."""
        self._parsed(field, log_kinds_in)

    def validate_event_kinds(self, field: Field) -> None:
        """Each line a class or a kind of the class above it, no code twice."""
        self._parsed(field, event_classes_in)

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        return {
            "from_day": typed["from_day"],
            "origin": typed["origin"],
            "figures": {name: typed[name] for name in FIGURES},
            "deadlines": {
                state.value: {how.value: typed[_deadline(state, how)] for how in EventUrgency} for state in TIMED
            },
            "log_kinds": log_kinds_in(typed["log_kinds"]),
            "event_classes": event_classes_in(typed["event_kinds"]),
            "departments": [line.strip() for line in typed["departments"].splitlines() if line.strip()],
        }

    def _parsed(self, field: Field, read: Any) -> None:
        try:
            read(field.data or "")
        except ValueError:
            raise ValidationError(GridRulesFault.KINDS.label) from None


def log_kinds_in(written: str) -> list[dict[str, Any]]:
    """Kinds of services, a line each. Raises `ValueError`."""
    found = [_kind(line, "minutes") for line in _lines(written)]
    return _unlike(found)


def event_classes_in(written: str) -> list[dict[str, Any]]:
    """Classes of events with their kinds: "#code，…" begins a class. Raises `ValueError`."""
    classes: list[dict[str, Any]] = []
    for line in _lines(written):
        if line.startswith("#"):
            code, zh, en = COMMA.split(line[1:].strip())
            classes.append({**_named(code, zh, en), "kinds": []})
        elif classes:
            classes[-1]["kinds"].append(_kind(line, "days"))
        else:
            raise ValueError(line)
    _unlike(classes)
    _unlike([kind for one in classes for kind in one["kinds"]])
    return classes


def _lines(written: str) -> list[str]:
    return [line.strip() for line in written.splitlines() if line.strip()]


def _kind(line: str, number: str) -> dict[str, Any]:
    code, zh, en, count = COMMA.split(line)
    if not 0 <= int(count) <= 1_440:
        raise ValueError(line)
    return {**_named(code, zh, en), number: int(count)}


def _named(code: str, zh: str, en: str) -> Mapping[str, str]:
    if not CODE.fullmatch(code) or not zh or not en:
        raise ValueError(code)
    return {"code": code, "zh": zh, "en": en}


def _unlike(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    codes = [one["code"] for one in found]
    if not codes or len(set(codes)) < len(codes):
        raise ValueError("a code twice, or none at all")
    return found


TIMED = (EventState.REPORTED, EventState.ACCEPTED, EventState.ASSIGNED, EventState.HANDLING, EventState.DONE)


def _deadline(state: EventState, how: EventUrgency) -> str:
    return f"deadline_{state.value}_{how.value}"


def _whole(label: Any, least: int, most: int) -> IntegerField:
    told = _("请写 %(least)s 到 %(most)s 的整数", least=least, most=most)
    return IntegerField(label, validators=[InputRequired(NEEDED), NumberRange(least, most, message=told)])


for _name, _known in LABELS.items():
    setattr(GridRulesForm, _name, _whole(*_known))
for _state in TIMED:
    for _how in EventUrgency:
        setattr(GridRulesForm, _deadline(_state, _how), _whole(_deadline(_state, _how), 0, 90))
