"""Forms of the yearly feedback."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import Length, Optional

from portal.core.forms import PortalForm
from portal.registration.terms.feedback import FeedbackGrade


class FeedbackForm(PortalForm):
    """The community's word and grade; both can wait until it is signed."""

    word = TextAreaField(_("评语"), default="", validators=[Optional(), Length(max=400)], render_kw={"rows": "4"})
    grade = SelectField(_("评价"), default="")

    def offer(self) -> None:
        """Fill the choices, in the language of the request."""
        self.grade.choices = [("", _("还没有定")), *((one.value, one.label) for one in FeedbackGrade)]

    @property
    def values(self) -> dict[str, object]:
        grade = FeedbackGrade(self.grade.data) if self.grade.data else None
        return {"word": self.word.data or "", "grade": grade}
