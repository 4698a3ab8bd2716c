"""Forms of supervision: what is asked, explained, ordered, reported."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.core.forms import PortalForm, content_of, document, told
from portal.fund.forms.books import CHOOSE, NEEDED


class AskForm(PortalForm):
    """A question to a community."""

    community = SelectField(_("社区"), validators=[InputRequired(CHOOSE)])
    project = StringField(_("项目编号（可不填）"), default="", validators=[Optional(), Length(max=20)])
    question = told(_("请对方说明什么"), 600)
    due_on = DateField(_("哪天以前说明"), validators=[InputRequired(NEEDED)])

    def offer(self, communities: Iterable[tuple[str, str]]) -> None:
        """Fill the choices."""
        self.community.choices = [("", CHOOSE), *communities]

    @property
    def values(self) -> dict[str, Any]:
        return {"question": self.question.data, "due_on": self.due_on.data, "project": self.project.data or ""}


class ExplainForm(PortalForm):
    """What the community says, with a document where it has one."""

    text = told(_("说明"), 1000)
    file = document(_("材料（PDF 或照片，可不传）"))

    @property
    def values(self) -> dict[str, Any]:
        return {"text": self.text.data, "file": content_of(self.file)}


class DemandForm(PortalForm):
    """What is demanded, and until when."""

    text = told(_("要求"), 600)
    due_on = DateField(_("哪天以前"), validators=[InputRequired(NEEDED)])


class CloseForm(PortalForm):
    """Why nothing is left to ask."""

    text = told(_("结论"), 600)
