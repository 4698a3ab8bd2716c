"""Forms of the tree."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.core.forms import PortalForm

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
