"""Forms of the accounts: shape and plain limits of input."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from portal.account.terms import Role
from portal.core.forms import PortalForm

NEEDED = _("请填写")
NEW_PASSWORD = {"autocomplete": "new-password"}


class SignInForm(PortalForm):
    """A name and a password."""

    username = StringField(
        _("用户名"),
        validators=[InputRequired(NEEDED), Length(max=80)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _("密码"), validators=[InputRequired(NEEDED)], render_kw={"autocomplete": "current-password"}
    )


class CodeForm(PortalForm):
    """A one-time code of six digits."""

    code = StringField(
        _("动态口令"),
        validators=[InputRequired(NEEDED), Regexp(r"^\s*\d{3}\s?\d{3}\s*$", message=_("动态口令是 6 位数字"))],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "8"},
    )


class NewPasswordForm(PortalForm):
    """A new password, typed once: it can be shown while it is typed."""

    password = PasswordField(_("新密码"), validators=[InputRequired(NEEDED)], render_kw=NEW_PASSWORD)


class ChangePasswordForm(NewPasswordForm):
    """One's own password."""

    current = PasswordField(
        _("现在的密码"), validators=[InputRequired(NEEDED)], render_kw={"autocomplete": "current-password"}
    )


class AccountForm(PortalForm):
    """A new account."""

    username = StringField(
        _("用户名"),
        validators=[
            InputRequired(NEEDED),
            Length(3, 40, message=_("用户名要 3 到 40 个字符")),
            Regexp(r"^[A-Za-z0-9][A-Za-z0-9._-]*$", message=_("用户名只能用英文字母、数字、点、横线和下划线")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = StringField(_("姓名"), validators=[InputRequired(NEEDED), Length(max=40)])


class RoleForm(PortalForm):
    """A role over an organisation; `organisations` are its choices (code, name)."""

    role = SelectField(_("角色"), validators=[InputRequired(NEEDED)], coerce=str)
    organisation = SelectField(_("在哪个组织"), validators=[InputRequired(NEEDED)])
    until_day = DateField(_("到哪一天为止"), validators=[Optional()])

    def offer(self, organisations: list[tuple[str, str]]) -> None:
        """Fill the choices, in the language of the request."""
        self.role.choices = [(role.value, role.label) for role in Role]
        self.organisation.choices = list(organisations)

    @property
    def values(self) -> dict[str, object]:
        return super().values | {"role": Role(self.role.data)}


class HolderForm(PortalForm):
    """Whose account it is, by the person's code."""

    person = StringField(_("人员代码"), validators=[InputRequired(NEEDED), Length(max=20)])


class ReasonForm(PortalForm):
    """Why: kept with the deed in the record."""

    reason = TextAreaField(_("原因"), validators=[InputRequired(NEEDED), Length(max=400)], render_kw={"rows": "3"})

    def validate_reason(self, field: TextAreaField) -> None:
        if field.data and len(field.data.strip()) < 2:
            raise ValidationError(_("请写明原因"))


class ConfirmForm(PortalForm):
    """A deed that needs nothing but its token."""
