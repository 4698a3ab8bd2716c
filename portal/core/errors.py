"""How the portal says no: refusals of a rule, problem documents of the API (RFC 9457), and pages for people."""

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, json, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import HTTPException

PROBLEM = "application/problem+json"
JSON_PATHS = ("/api/", "/ogc/")
TITLES = {
    400: _("这个地址里有不能理解的内容"),
    403: _("您没有权限查看这一页"),
    404: _("没有找到这一页"),
    405: _("这一页不支持这种操作"),
    413: _("提交的内容太大"),
    429: _("请求太多，请稍后再试"),
    500: _("系统出错了"),
    503: _("系统正在维护"),
}
PAGES = {400, 403, 404, 413, 429, 500}


class Refused(Exception):
    """A rule said no. `reason` is a sentence for the person, `field` the form field it concerns."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class Problem(Exception):
    """An answer of the API that is not what was asked for, as a problem document.

    `parameter` names the query parameter or member that is wrong; `more` holds further members, as RFC 9457 allows.
    """

    def __init__(self, status: int, detail: str, *, parameter: str | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.parameter = parameter
        self.more = more

    def answer(self) -> Response:
        """The problem document. Its title is the status's standard phrase, as type about:blank asks."""
        members = {"type": "about:blank", "title": HTTPStatus(self.status).phrase, "status": self.status}
        members["detail"] = self.detail
        if self.parameter:
            members["parameter"] = self.parameter
        return Response(json.dumps(members | self.more), self.status, content_type=PROBLEM)


def init_app(app: Flask) -> None:
    """Answer every error in the language of who asked: JSON under the API's paths, a page elsewhere."""
    app.register_error_handler(Problem, lambda problem: problem.answer())
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unplanned)


def wants_json() -> bool:
    """Whether the request goes to an interface of programs."""
    return request.path.startswith(JSON_PATHS)


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    answer = Problem(error.code, error.description or "").answer() if wants_json() else _page(error.code)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            answer.headers[name] = value
    return answer


def _unplanned(error: Exception) -> Any:
    if current_app.testing or current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    current_app.logger.exception("unplanned error")
    return Problem(500, "The portal failed; the operator has been told.").answer() if wants_json() else _page(500)


def _page(code: int) -> Response:
    title = TITLES.get(code, gettext("出错了"))
    template = f"errors/{code if code in PAGES else 400 if code < 500 else 500}.html"
    return Response(render_template(template, title=title, code=code), code, content_type="text/html; charset=utf-8")
