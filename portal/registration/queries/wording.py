"""What an applicant typed, as people read it: numbers masked, days and choices in the language of the request."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from portal.core.masking import masked_phone
from portal.registration.models.roster import Member
from portal.registration.queries.reporting import kept_of
from portal.registration.terms.roster import FreeTime, ServiceField


def in_words(typed: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and text of each thing that was typed, in the order of the forms."""
    return [(label, _text(name, typed[name])) for name, label in _labels() if typed.get(name)]


def compared(member: Member, typed: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What a correction changes: label, what is kept, what is wanted."""
    kept = kept_of(member)
    return [
        (label, _text(name, kept[name]) or _("未填"), _text(name, typed[name]))
        for name, label in _labels()
        if typed.get(name) and name in kept
    ]


def _labels() -> list[tuple[str, str]]:
    return [
        ("name", _("姓名")),
        ("phone", _("电话")),
        ("unit", _("工作单位")),
        ("address", _("住址")),
        ("party_organisation", _("单位党组织")),
        ("liaison", _("联络员")),
        ("from_day", _("从哪天起")),
        ("until_day", _("到哪天为止")),
        ("reason", _("原因")),
        ("note", _("说明")),
        ("skills", _("能帮上什么忙")),
        ("specialty", _("特长")),
        ("free_times", _("什么时候有空")),
    ]


def _text(name: str, value: Any) -> str:
    if name == "phone":
        return masked_phone(value)
    if name in {"from_day", "until_day"}:
        return format_date(date.fromisoformat(value), "medium")
    if name in {"skills", "free_times"}:
        words = ServiceField if name == "skills" else FreeTime
        return _("、").join(words(one).label for one in value)
    return str(value or "")
