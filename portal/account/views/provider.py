"""Signing in by an OpenID Connect provider, where the operator configured one."""

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import abort, current_app, flash, redirect, render_template, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from joserfc.errors import JoseError
from requests import RequestException

from config import Provider
from portal.account.actions import sign_in
from portal.account.forms import ConfirmForm
from portal.account.views.blueprint import account, browser
from portal.account.views.sign_in import go_on
from portal.core.access import PUBLIC, allow
from portal.core.clock import now
from portal.core.settings import settings

SECONDS_TO_GO_ON = 300


@account.record_once
def _know_the_provider(state: BlueprintSetupState) -> None:
    """The provider's addresses and keys are fetched when somebody first signs in by it, not at the start."""
    chosen = state.app.extensions["settings"].oidc
    if chosen is None:
        return
    providers = OAuth(state.app)
    providers.register(
        "county",
        client_id=chosen.client_id,
        client_secret=chosen.client_secret,
        server_metadata_url=f"{chosen.issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "timeout": 10},
    )


@account.get("/sign-in/provider")
@allow(PUBLIC)
def to_provider() -> ResponseReturnValue:
    try:
        return _provider().authorize_redirect(url_for("account.from_provider", _external=True))
    except RequestException:
        current_app.logger.warning("the provider does not answer")
        return _refused(_("统一身份认证没有应答，请用用户名和密码登录。"))


@account.get("/sign-in/provider/back")
@allow(PUBLIC)
def from_provider() -> ResponseReturnValue:
    """The provider's word is checked here; the person then says that he means it, because reading changes nothing."""
    try:
        claims = _provider().authorize_access_token()["userinfo"]
    except (OAuthError, RequestException, KeyError, JoseError):
        current_app.logger.warning("the provider's answer was not accepted")
        return _refused(_("统一身份认证没有确认您的身份，请再试一次。"))
    username = str(claims.get(_known().username_claim, ""))
    session["vouched"] = {"username": username, "until": now().timestamp() + SECONDS_TO_GO_ON}
    return render_template("account/provider.html", form=ConfirmForm(), username=username, provider=_known())


@account.post("/sign-in/provider/enter")
@allow(PUBLIC)
def enter_by_provider() -> ResponseReturnValue:
    vouched = session.pop("vouched", None)
    if vouched is None or vouched["until"] < now().timestamp():
        return _refused(_("统一身份认证没有确认您的身份，请再试一次。"))
    attempt = sign_in.sign_in_from_provider(vouched["username"], browser(), now())
    return go_on(attempt) if attempt.token else _refused(_("您还没有本站的账号，请与管理员联系。"))


def _known() -> Provider:
    return settings().oidc or abort(404)


def _provider() -> Any:
    known = current_app.extensions.get("authlib.integrations.flask_client")
    return (known and known.create_client("county")) or abort(404)


def _refused(told: str) -> ResponseReturnValue:
    flash(told)
    return redirect(url_for("account.sign_in"), 303)
