"""Forms of social organisations and their services, and what an address says that narrows their lists."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput

from portal.core.forms import PortalForm
from portal.core.words import Word
from portal.grid.queries.social import SocialWanted
from portal.grid.queries.social_services import ServicesWanted
from portal.grid.rules.social import LONGEST_TEXT, LONGEST_TITLE, MOST_HOURS, MOST_PEOPLE, minutes_of
from portal.grid.terms.social import Party, ServiceState, SocialField, SocialKind

NEEDED, CHOOSE = _("请填写"), _("请选择")
A_COUNT = _("请写 0 到 99999 的整数")
NUMERIC = {"inputmode": "numeric"}
PICTURE = {"accept": "image/jpeg,image/png,image/webp"}
LONGEST_QUERY = 40
A_YEAR = timedelta(days=364)

type Choices = Sequence[tuple[str, str]]


def socials_wanted(told: Mapping[str, str]) -> SocialWanted:
    """What narrows the register; a word that means nothing narrows nothing."""
    return SocialWanted(
        q=told.get("q", "").strip()[:LONGEST_QUERY],
        kind=_one(SocialKind, told.get("kind")),
        community=told.get("community", "")[:LONGEST_QUERY],
        ended=told.get("ended") == "yes",
    )


def services_wanted(told: Mapping[str, str], today: date) -> ServicesWanted:
    """What narrows the services; without days those of the last year, and all that are planned."""
    field, state = _one(SocialField, told.get("field")), _one(ServiceState, told.get("state"))
    from_day, until_day = days_asked(told, today)
    codes = {name: told.get(name, "")[:LONGEST_QUERY] for name in ("community", "social")}
    return ServicesWanted(from_day, until_day, field=field, state=state, **codes)


def days_asked(told: Mapping[str, str], today: date) -> tuple[date, date]:
    """The first and the last day that an address asks for; without them the last year and what lies ahead."""
    from_day, until_day = _day(told.get("from", "")), _day(told.get("until", ""))
    return from_day or (until_day or today) - A_YEAR, until_day or max(today, from_day or today) + A_YEAR


class SocialForm(PortalForm):
    """What is known of a social organisation. `organisation` is asked for only where it is new."""

    name = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])
    kind = SelectField(_("类型"))
    organisation = SelectField(_("由谁联系"), validators=[InputRequired(CHOOSE)])
    umbrella = SelectField(_("所属联合会"), validators=[Optional()])
    leader = StringField(_("负责人"), default="", validators=[Length(max=40)])
    leader_is_member = SelectField(_("负责人是不是党员"), validators=[Optional()])
    phone = StringField(
        _("负责人电话"), default="", validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "off"}
    )
    volunteers = IntegerField(
        _("志愿者人数"),
        default=0,
        validators=[InputRequired(NEEDED), NumberRange(0, MOST_PEOPLE, message=A_COUNT)],
        render_kw=NUMERIC,
    )
    about = TextAreaField(_("做什么"), default="", validators=[Length(max=LONGEST_TEXT)], render_kw={"rows": "3"})
    founded_on = DateField(_("成立日期"), validators=[Optional()])

    def offer(self, keepers: Choices, umbrellas: Choices) -> None:
        """Fill the choices, in the language of the request."""
        self.kind.choices = _choices(SocialKind)
        self.leader_is_member.choices = [("", _("没有登记")), ("yes", _("是")), ("no", _("不是"))]
        self.umbrella.choices = [("", _("不属于联合会")), *umbrellas]
        if self.organisation:
            self.organisation.choices = [("", _("请选择")), *keepers]

    @property
    def values(self) -> dict[str, Any]:
        """The keeper and the umbrella are looked up by who shows the form."""
        typed = {name: value for name, value in super().values.items() if name not in {"organisation", "umbrella"}}
        texts = {name: typed[name] or "" for name in ("phone", "leader", "about")}
        member = {"yes": True, "no": False}.get(self.leader_is_member.data or "")
        return typed | texts | {"kind": SocialKind(self.kind.data), "leader_is_member": member}


class StationingForm(PortalForm):
    """In which community a social organisation is stationed, and what was agreed."""

    community = SelectField(_("进驻哪个社区"), validators=[InputRequired(CHOOSE)])
    from_day = DateField(_("从哪一天起"), validators=[InputRequired(NEEDED)])
    agreement = TextAreaField(_("协议内容"), default="", validators=[Length(max=2000)], render_kw={"rows": "4"})

    @property
    def values(self) -> dict[str, Any]:
        return {"from_day": self.from_day.data, "agreement": self.agreement.data or ""}


class EndingForm(PortalForm):
    """The last day, and why."""

    day = DateField(_("最后一天"), validators=[InputRequired(NEEDED)])
    reason = StringField(_("原因"), validators=[InputRequired(NEEDED), Length(max=200)])


class CancelForm(PortalForm):
    """Why a service is cancelled."""

    reason = StringField(_("原因"), validators=[InputRequired(NEEDED), Length(max=200)])


class NumbersForm(PortalForm):
    """When it was, how long, with how many people and which parties: whoever was helped is a number."""

    day = DateField(_("日期"), validators=[InputRequired(NEEDED)])
    hours = DecimalField(
        _("时长（小时）"),
        default=0,
        validators=[
            InputRequired(NEEDED),
            NumberRange(0, MOST_HOURS, message=_("请写 0 到 240 的小时数，半小时写 0.5")),
        ],
        render_kw={"inputmode": "decimal"},
    )
    participants = IntegerField(
        _("参与人数"),
        default=0,
        validators=[InputRequired(NEEDED), NumberRange(0, MOST_PEOPLE, message=A_COUNT)],
        render_kw=NUMERIC,
    )
    beneficiaries = IntegerField(
        _("受助人数"),
        default=0,
        validators=[InputRequired(NEEDED), NumberRange(0, MOST_PEOPLE, message=A_COUNT)],
        render_kw=NUMERIC,
    )
    parties = SelectMultipleField(_("还有谁一起参加"), option_widget=CheckboxInput())
    note = TextAreaField(_("说明"), default="", validators=[Length(max=LONGEST_TEXT)], render_kw={"rows": "3"})
    photo = FileField(_("照片（可不加）"), render_kw=PICTURE)

    def offer_words(self) -> None:
        """Fill the choices that are words, in the language of the request."""
        self.parties.choices = [(one.value, one.label) for one in Party if one is not Party.SOCIAL]

    @property
    def values(self) -> dict[str, Any]:
        return {
            "day": self.day.data,
            "minutes": minutes_of(float(self.hours.data or 0)),
            "participants": self.participants.data,
            "beneficiaries": self.beneficiaries.data,
            "parties": [Party(one) for one in self.parties.data or ()],
            "note": self.note.data or "",
            "photo": self.photo.data.read() if self.photo.data else b"",
        }


class ServiceForm(NumbersForm):
    """A service. Whose, where and whether it is planned is asked for only where it is new."""

    state = SelectField(_("进展"))
    social = SelectField(_("哪个社会组织"), validators=[InputRequired(CHOOSE)])
    community = SelectField(_("在哪个社区"), validators=[InputRequired(CHOOSE)])
    grid = SelectField(_("在哪个网格"), validators=[Optional()])
    field = SelectField(_("领域"))
    title = StringField(_("做什么"), validators=[InputRequired(NEEDED), Length(max=LONGEST_TITLE)])
    place = StringField(_("地点"), default="", validators=[Length(max=LONGEST_TITLE)])

    def offer(self, socials: Choices, communities: Choices, grids: Choices) -> None:
        """Fill the choices of a new one."""
        self.offer_words()
        self.state.choices = [(one.value, one.label) for one in (ServiceState.DONE, ServiceState.PLANNED)]
        self.social.choices = [("", _("请选择")), *socials]
        self.community.choices = [("", _("请选择")), *communities]
        self.grid.choices = [("", _("不分网格")), *grids]

    def offer_words(self) -> None:
        super().offer_words()
        self.field.choices = _choices(SocialField)

    def only_facts(self) -> None:
        """Of one that is entered already: what can be corrected."""
        for name in ("state", "social", "community", "grid"):
            delattr(self, name)
        self.offer_words()

    @property
    def values(self) -> dict[str, Any]:
        told = {"field": SocialField(self.field.data), "title": self.title.data, "place": self.place.data or ""}
        return super().values | told | ({"state": ServiceState(self.state.data)} if self.state else {})


def _one[Value: Word](kind: type[Value], written: str | None) -> Value | None:
    return next((one for one in kind if one.value == written), None)


def _choices(kind: type[Word]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kind]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
