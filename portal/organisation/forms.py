"""Forms of the tree and of the people who serve in it."""

from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from portal.core.forms import PortalForm, UnechoedField
from portal.core.money import fen_of
from portal.core.words import Word
from portal.organisation.rules.pay import PARTS
from portal.organisation.terms import (
    BodyKind,
    BodyRole,
    Certificate,
    Education,
    ExamResult,
    GradeFault,
    HandOverKind,
    Pool,
    Post,
    PostingKind,
    Sector,
    StepReason,
    Way,
    WorkerPost,
)

NEEDED = _("请填写")
RANGE = Regexp(r"^\s*([1-9]|1[0-8])\s*-\s*([1-9]|1[0-8])\s*$", message=_("要写成 7-18 这样"))


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
    identity = UnechoedField(_("身份证号"), validators=[Length(max=40)], render_kw={"autocomplete": "off"})
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


class HandOverForm(PortalForm):
    """Something that is handed over."""

    kind = SelectField(_("类别"))
    what = StringField(_("是什么"), validators=[InputRequired(NEEDED), Length(max=80)])

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.kind.choices = _choices(HandOverKind)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"kind": HandOverKind(self.kind.data)}


class TakenForm(DatedForm):
    """Who took something over."""

    taken_by = StringField(_("谁接手"), validators=[InputRequired(NEEDED), Length(max=40)])


class WhyForm(PortalForm):
    """A reason that is kept in the record."""

    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(2, 400)], render_kw={"rows": "3"})


def _choices(kind: type[Word]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in kind]


class WorkerForm(PortalForm):
    """Somebody becomes a community worker."""

    post = SelectField(_("岗位"))
    has_degree = BooleanField(_("学历有学位"))
    certificate = SelectField(_("社会工作者证书"))
    hired_on = DateField(_("入职日期"), validators=[InputRequired(_("请填写日期"))])
    batch = StringField(_("招考批次"), validators=[InputRequired(NEEDED), Length(max=40)])

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.post.choices, self.certificate.choices = _choices(WorkerPost), _choices(Certificate)

    @property
    def values(self) -> dict[str, object]:
        typed = {"post": WorkerPost(self.post.data), "certificate": Certificate(self.certificate.data)}
        return super().values | typed


class GradeForm(DatedForm):
    """A grade from a day on."""

    grade = IntegerField(_("级别"), validators=[InputRequired(NEEDED), NumberRange(1, 18, message=_("1 到 18 级"))])
    reason = SelectField(_("原因"))

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.reason.choices = _choices(StepReason)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"reason": StepReason(self.reason.data)}


class ExamForm(PortalForm):
    """The result of a year."""

    year = IntegerField(_("年份"), validators=[InputRequired(NEEDED)])
    result = SelectField(_("结果"))

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.result.choices = _choices(ExamResult)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"result": ExamResult(self.result.data)}


class PayTableForm(PortalForm):
    """A pay table: figures in yuan and percent, as people write them."""

    from_day = DateField(_("从哪一天起"), validators=[InputRequired(_("请填写日期"))])
    base = DecimalField(_("基数（元/月）"), validators=[InputRequired(NEEDED), NumberRange(1, 100_000)])
    coefficients = TextAreaField(_("18 个级别的系数"), validators=[InputRequired(NEEDED)], render_kw={"rows": "3"})
    share = IntegerField(_("基本工资占比（%）"), validators=[InputRequired(NEEDED), NumberRange(0, 100)])
    junior = DecimalField(_("初级证书补贴（元/月）"), validators=[InputRequired(NEEDED), NumberRange(0, 10_000)])
    middle = DecimalField(_("中级证书补贴（元/月）"), validators=[InputRequired(NEEDED), NumberRange(0, 10_000)])
    senior = DecimalField(_("高级证书补贴（元/月）"), validators=[InputRequired(NEEDED), NumberRange(0, 10_000)])
    chief = StringField(_("正职的级别"), validators=[RANGE])
    deputy = StringField(_("副职的级别"), validators=[RANGE])
    staff = StringField(_("其他岗位的级别"), validators=[RANGE])
    origin = StringField(_("依据"), validators=[InputRequired(NEEDED), Length(max=200)])

    def validate_coefficients(self, field: TextAreaField) -> None:
        try:
            numbers = [Decimal(one) for one in (field.data or "").replace("，", " ").replace(",", " ").split()]
            self._parts = [int(number * PARTS) for number in numbers]
        except (InvalidOperation, ValueError):
            raise ValidationError(GradeFault.NUMBER.label) from None

    @property
    def values(self) -> dict[str, object]:
        kinds = (Certificate.JUNIOR, Certificate.MIDDLE, Certificate.SENIOR)
        return {
            "from_day": self.from_day.data,
            "base_fen": fen_of(self.base.data),
            "coefficients": self._parts,
            "basic_share": self.share.data * 100,
            "certificates": {kind: fen_of(self[kind.value].data) for kind in kinds},
            "ranges": {post: _span(self[post.value].data) for post in WorkerPost},
            "origin": self.origin.data,
        }


def _span(written: str) -> tuple[int, int]:
    first, last = written.replace(" ", "").split("-")
    return int(first), int(last)


class HorizontalForm(DatedForm):
    """A new horizontal organisation."""

    name = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])
    sector = SelectField(_("领域"))

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.sector.choices = _choices(Sector)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"sector": Sector(self.sector.data)}


class ChangeHorizontalForm(PortalForm):
    """Name, sector and node of a horizontal organisation."""

    name = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])
    sector = SelectField(_("领域"))
    organisation = SelectField(_("联系它的组织"), validators=[InputRequired(_("请选择"))])

    def offer(self, organisations: list[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.organisation.choices, self.sector.choices = list(organisations), _choices(Sector)

    @property
    def values(self) -> dict[str, object]:
        return {"name": self.name.data, "sector": Sector(self.sector.data)}


class BodyForm(DatedForm):
    """A joint body."""

    kind = SelectField(_("类别"))
    name = StringField(_("名称"), validators=[InputRequired(NEEDED), Length(max=60)])

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.kind.choices = _choices(BodyKind)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"kind": BodyKind(self.kind.data)}


class MemberForm(PortalForm):
    """A seat in a body."""

    name = StringField(_("姓名"), validators=[InputRequired(NEEDED), Length(max=40)])
    unit = StringField(_("单位"), validators=[InputRequired(NEEDED), Length(max=60)])
    role = SelectField(_("担任"))
    from_day = DateField(_("从"), validators=[InputRequired(_("请填写日期"))])
    term_ends = DateField(_("任期到"), validators=[InputRequired(_("请填写日期"))])

    def __init__(self, **known: object) -> None:
        super().__init__(**known)
        self.role.choices = _choices(BodyRole)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"role": BodyRole(self.role.data)}
