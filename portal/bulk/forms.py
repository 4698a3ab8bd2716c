"""Handing in a file."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired

from portal.core.forms import PortalForm


class FileForm(PortalForm):
    """A workbook."""

    file = FileField(_("文件"), validators=[FileRequired(_("请选择文件"))], render_kw={"accept": ".xlsx,.csv"})
