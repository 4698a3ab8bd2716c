"""Projects under way: contract, end, acceptance, pictures, ratings, what it came to (实施、验收、评价、办结)."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.forms import ReasonForm
from portal.core.sending import send_picture
from portal.fund.actions import payments, results
from portal.fund.forms import results as forms
from portal.fund.queries import project_board as board
from portal.fund.views.blueprint import fund
from portal.fund.views.projects import done, held, proposed

PROPOSE, APPROVE = Permission.PROPOSE_PROJECTS, Permission.APPROVE_PROJECTS


@fund.route("/fund-projects/<string:code>/contract", methods=["GET", "POST"])
@allow(PROPOSE)
def contract_project(code: str) -> ResponseReturnValue:
    found = proposed(code)
    form = forms.ContractForm(contractor=found.contractor, day=found.contract_day or today(), finish_by=found.finish_by)
    return done(found, form, payments.note_contract, _("记合同"), _("由谁来做、哪天签的、约定哪天完工。"))


@fund.route("/fund-projects/<string:code>/finish", methods=["GET", "POST"])
@allow(PROPOSE)
def finish_project(code: str) -> ResponseReturnValue:
    about = _("从完工那天起计算验收的期限。")
    return done(proposed(code), forms.FinishForm(day=today()), results.finish_project, _("完工"), about)


@fund.route("/fund-projects/<string:code>/accept", methods=["GET", "POST"])
@allow(PROPOSE)
def accept_project(code: str) -> ResponseReturnValue:
    about = _("验收通过以后由居民评价，评价期满自动办结、公开。")
    return done(proposed(code), forms.AcceptForm(day=today()), results.accept_project, _("验收通过"), about)


@fund.route("/fund-projects/<string:code>/not-accept", methods=["GET", "POST"])
@allow(PROPOSE)
def not_accept_project(code: str) -> ResponseReturnValue:
    about = _("退回去重做，做好了再报完工。")
    return done(proposed(code), ReasonForm(), results.not_accept_project, _("验收不合格"), about)


@fund.route("/fund-projects/<string:code>/photos", methods=["GET", "POST"])
@allow(PROPOSE)
def add_project_photos(code: str) -> ResponseReturnValue:
    about = _("照片先由人看过、遮好人脸和车牌，再公开。")
    return done(proposed(code), forms.PhotosForm(), results.add_photos, _("加照片"), about)


@fund.route("/fund-projects/<string:code>/rate", methods=["GET", "POST"])
@allow(PROPOSE)
def rate_for_resident(code: str) -> ResponseReturnValue:
    found, form = proposed(code), forms.RatingForm()
    form.offer()
    return done(found, form, results.rate_project, _("代居民评价"), _("居民口头或在纸上评的，一个人记一次。"))


@fund.route("/fund-projects/<string:code>/close", methods=["GET", "POST"])
@allow(PROPOSE)
def close_project(code: str) -> ResponseReturnValue:
    about = _("没有用完的预算回到可用余额，结果公开。还有没付的款，先付清或退回申请。")
    return done(proposed(code), forms.CloseForm(), results.close_project, _("办结、公开结果"), about)


@fund.route("/fund-projects/<string:code>/stop", methods=["GET", "POST"])
@allow(APPROVE)
def stop_project(code: str) -> ResponseReturnValue:
    about = _("做不下去的项目，没有用掉的预算回到可用余额。")
    return done(held(code, APPROVE), ReasonForm(), results.stop_project, _("终止"), about)


@fund.route("/fund-photos/<string:code>/cover", methods=["GET", "POST"])
@allow(PROPOSE)
def cover_project_photo(code: str) -> ResponseReturnValue:
    project, photo = _photo(code)
    form = forms.CoverForm()
    if form.carries_out(results.show_photo, project, photo, by=caller().username):
        flash(_("照片遮好了，会和项目一起公开。"))
        return _back(project)
    return render_template("fund/cover_photo.html", form=form, project=project, photo=photo), form.status


@fund.post("/fund-photos/<string:code>/hide")
@allow(PROPOSE)
def hide_project_photo(code: str) -> ResponseReturnValue:
    project, photo = _photo(code)
    results.hide_photo(project, photo, by=caller().username)
    flash(_("这张照片不公开。"))
    return _back(project)


@fund.get("/fund-photos/<string:code>/original")
@allow(PROPOSE)
def original_project_photo(code: str) -> ResponseReturnValue:
    """The picture as it came, for who has to look at it."""
    return send_picture(_photo(code)[1].original_key)


@fund.get("/fund-photos/<string:code>/covered")
@allow(PROPOSE)
def covered_project_photo(code: str) -> ResponseReturnValue:
    """The picture as everybody sees it."""
    return send_picture(_photo(code)[1].shown_key or abort(404))


def _photo(code: str) -> Any:
    return board.photo_in(code, scope_of(PROPOSE)) or abort(404)


def _back(project: Any) -> ResponseReturnValue:
    return redirect(url_for("fund.project", code=project.code), 303)
