"""What residents fill in about fund projects, and what answers them."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.forms import PortalForm, said, told
from portal.fund.forms.books import CHOOSE

TEL = {"type": "tel", "autocomplete": "tel"}


class PublicObjectionForm(PortalForm):
    """What somebody has against a project on notice. Who he is he may leave out; nobody reads it but who answers."""

    text = told(_("您有什么异议"), 500)
    name = StringField(_("怎么称呼您（可不填，不公开）"), default="", validators=[Optional(), Length(max=40)])
    phone = StringField(_("电话（可不填，不公开）"), default="", validators=[Optional(), Length(max=20)], render_kw=TEL)


class QuestionForm(PortalForm):
    """A question on a project."""

    text = told(_("您想问什么"), 400)


class PublicRatingForm(PortalForm):
    """How a resident found it."""

    stars = RadioField(_("办得怎么样"), coerce=int, validators=[InputRequired(CHOOSE)])
    text = said(_("说一句（可不填，不公开）"), 200)

    def offer(self) -> None:
        """Fill the choices, in the language of the request: the best first."""
        words = (_("很满意"), _("满意"), _("一般"), _("不满意"), _("很不满意"))
        self.stars.choices = [(5 - at, word) for at, word in enumerate(words)]


class QuestionAnswerForm(PortalForm):
    """The question as everybody may read it, and the answer."""

    public_text = told(_("公开的问题（去掉电话、证件、姓名和门牌）"), 400)
    answer = told(_("答复（会公开，不写电话、证件和姓名）"), 600)
