"""What an inspector looks for in the record."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from portal.core.forms import PortalForm


class SearchForm(PortalForm):
    """Who, what, on which thing, from which day to which."""

    class Meta:
        csrf = False

    by = StringField(_("谁"), validators=[Length(max=80)])
    deed = SelectField(_("做了什么"), validators=[Optional()])
    subject = StringField(_("对什么（代码）"), validators=[Length(max=200)])
    from_day = DateField(_("从"), validators=[Optional()])
    to_day = DateField(_("到"), validators=[Optional()])
