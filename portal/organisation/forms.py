"""Forms of the tree."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.core.forms import PortalForm
from portal.core.words import Word
from portal.organisation.terms import Education, Pool, Post, PostingKind, Way

NEEDED = _("请填写")


class DatedForm(PortalForm):
    """A change that takes effect on a day."""

    day = DateField(_("生效日期"), validators=[InputRequired(_("请填写日期"))])


class RenameForm(DatedForm):
    """Another name."""

    name = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])


class FoundForm(RenameForm):
    """A new organisation; its code is asked for where the portal does not make it."""

    code = StringField(_("代码"), validators=[Length(max=12)], render_kw={"inputmode": "numeric"})


class ToForm(DatedForm):
    """Another organisation that takes it over, by its code."""

    to = SelectField(_("到哪里"), validators=[InputRequired(_("请选择"))])


class CloseForm(DatedForm):
    """An end, and why."""

    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(max=400)], render_kw={"rows": "3"})


class PersonForm(PortalForm):
    """What is known of somebody who serves."""

    name = StringField(_("姓名"), validators=[InputRequired(NEEDED), Length(max=40)])
    phone = StringField(_("电话"), validators=[Length(max=20)], render_kw={"type": "tel", "autocomplete": "off"})
    education = SelectField(_("学历"))
    birth_year = IntegerField(
        _("出生年份"), validators=[Optional(), NumberRange(1920, 2020, message=_("请写四位年份，例如 1985"))]
    )

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.education.choices = _choices(Education)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"education": Education(self.education.data)}


class AppointForm(DatedForm):
    """A post in an organisation."""

    organisation = SelectField(_("在哪个组织"), validators=[InputRequired(_("请选择"))])
    post = SelectField(_("岗位"))
    pool = SelectField(_("来自哪里"))
    way = SelectField(_("怎样产生"))

    def offer(self, organisations: list[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.organisation.choices = list(organisations)
        self.post.choices, self.pool.choices, self.way.choices = _choices(Post), _choices(Pool), _choices(Way)

    @property
    def values(self) -> dict[str, object]:
        typed = {"post": Post(self.post.data), "pool": Pool(self.pool.data), "way": Way(self.way.data)}
        return {"day": self.day.data} | typed


class SendForm(DatedForm):
    """A posting to an organisation."""

    organisation = SelectField(_("到哪个组织"), validators=[InputRequired(_("请选择"))])
    kind = SelectField(_("担任"))
    sent_by = StringField(_("派出单位"), validators=[InputRequired(NEEDED), Length(max=60)])

    def offer(self, organisations: list[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.organisation.choices = list(organisations)
        self.kind.choices = _choices(PostingKind)

    @property
    def values(self) -> dict[str, object]:
        return {"day": self.day.data, "sent_by": self.sent_by.data, "kind": PostingKind(self.kind.data)}


class VisitForm(DatedForm):
    """A visit of a posted person."""

    note = TextAreaField(_("做了什么"), validators=[InputRequired(NEEDED), Length(max=400)], render_kw={"rows": "3"})


class WhyForm(PortalForm):
    """A reason that is kept in the record."""

    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(2, 400)], render_kw={"rows": "3"})


def _choices(kind: type[Word]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kind]
