"""Service logs as the phone sends them (POST /api/v1/service-logs), once each however often they are sent."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request
from flask_wtf.csrf import generate_csrf
from pydantic import BaseModel

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.beforehand import beforehand
from portal.core.bodies import member_problem
from portal.core.clock import now, today
from portal.core.errors import Problem, Refused
from portal.core.limits import by_account
from portal.core.openapi import Query, operation
from portal.core.sealed import key_for
from portal.grid.actions.log_parts import CONFLICT, UNFIT, Conflict, Picture, add_photo, withdraw_log
from portal.grid.actions.logs import Kept, log_service
from portal.grid.actions.refused_entries import keep_refused
from portal.grid.api import log_models as models
from portal.grid.queries import logs as queries
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.queries.workers import person_of
from portal.grid.rules.logs import LONGEST_NOTE
from portal.grid.terms.logs import LogChannel, LogFault

logs_api = Blueprint("logs_api", __name__, url_prefix="/api/v1")
LOG = Permission.LOG_SERVICE
MOST_KEPT_CHARACTERS = 1000


def _kept_when_refused(view: Callable[..., Response]) -> Callable[..., Response]:
    """What is refused is kept all the same, under the number that it came with: its sender shall see it."""

    @wraps(view)
    def called(**blanks: str) -> Response:
        try:
            return view(**blanks)
        except Problem as problem:
            if problem.status in (CONFLICT, UNFIT):
                _keep(problem, blanks)
            raise

    return called


@logs_api.post("/service-logs")
@allow(LOG)
@by_account
@_kept_when_refused
@operation(
    "Log a service, once",
    answer=models.LogAnswer,
    signed_in=True,
    body=models.LogBody,
    answers={201: models.LogAnswer},
    problems=(409, 413, 422),
)
def log(body: models.LogBody) -> Response:
    """201 the first time, 200 for the same content again, 409 for another content or an entry of somebody else under
    this number. Nothing is refused for being late, far away or from a wrong clock: a notice tells it."""
    known: dict[str, Any] = body.model_dump(exclude={"id", "grid", "note"})
    with _problems(body):
        kept = log_service(
            _grid(body),
            code=body.id,
            note=body.note or "",
            channel=LogChannel.PHONE,
            by=caller().username,
            now=now(),
            reach=scope_of(LOG),
            **known,
        )
    return _answer(_receipt(kept), 201 if kept.is_new else 200)


def _take_in() -> None:
    """Decode the picture before the database is asked to wait for anything; what is wrong with it is told later."""
    file = request.files.get("photo")
    try:
        g.taken_in = Picture.of(file.read()) if file else None
    except Refused as refusal:
        g.taken_in = refusal
    if file:
        file.seek(0)


@logs_api.post("/service-logs/<string:code>/photos")
@allow(LOG)
@by_account
@beforehand(_take_in)
@_kept_when_refused
@operation(
    "Add a picture to one's own log, once",
    answer=models.PhotoAnswer,
    signed_in=True,
    body=models.PhotoBody,
    answers={201: models.PhotoAnswer, 202: models.WaitingAnswer},
    problems=(404, 409, 413, 422),
)
def photo(body: models.PhotoBody, code: str) -> Response:
    """The picture is decoded and written anew, without place and owner. 202 where its log is not here yet: the picture
    is kept until it comes."""
    with _problems(None):
        if isinstance(g.taken_in, Refused):
            raise g.taken_in
        kept = add_photo(_number(code), code=body.id, picture=g.taken_in, by=caller().username, now=now())
    if kept.log is None:
        return _answer(models.WaitingAnswer(), 202)
    return _answer(models.PhotoAnswer(id=body.id, log=kept.log.code), 201 if kept.is_new else 200)


@logs_api.post("/service-logs/<string:code>/withdraw")
@allow(LOG)
@by_account
@_kept_when_refused
@operation(
    "Take back one's own log",
    answer=models.WithdrawnAnswer,
    signed_in=True,
    body=models.WithdrawBody,
    answers={202: models.WaitingAnswer},
    problems=(404, 409, 413, 422),
)
def withdraw(body: models.WithdrawBody, code: str) -> Response:
    """It counts no longer and stays visible to its maker. 202 where the log is not here yet."""
    with _problems(None):
        kept = withdraw_log(_number(code), code=body.id, reason=body.reason, by=caller().username, now=now())
    if kept.log is None or kept.log.withdrawn_at is None:
        return _answer(models.WaitingAnswer(), 202)
    return _answer(models.WithdrawnAnswer(id=kept.log.code, withdrawn_at=kept.log.withdrawn_at))


@logs_api.get("/service-logs")
@allow(LOG)
@by_account
@operation("What of one's own day is stored, waits or was refused", models.DayQuery, models.DayAnswer, signed_in=True)
def day(query: models.DayQuery) -> Response:
    """What waits and what was refused is told whatever its day."""
    asked, by = query.day or today(), caller().username
    stored = [models.StoredLog.model_validate(one) for one in queries.logs_of_day(by, asked)]
    waiting = [models.WaitingPart.model_validate(one) for one in queries.waiting_of(by)]
    refused = [models.RefusedAnswer.model_validate(one) for one in queries.refused_of(by)]
    return _answer(models.DayAnswer(day=asked, stored=stored, waiting=waiting, refused=refused))


@logs_api.get("/log-book")
@allow(LOG)
@by_account
@operation("What the phone needs to log without a signal", answer=models.BookAnswer, signed_in=True)
def log_book(_query: Query) -> Response:
    """Kinds in the order of the caller's last uses; his own grids first, then their neighbours."""
    by, book, person = caller().username, grid_rules_on(today()), person_of(caller().username)
    grids = queries.grids_to_log(person.id if person else None, scope_of(LOG), today())
    most = {"helped": book.most_helped, "minutes": book.most_minutes, "photos": book.most_photos, "note": LONGEST_NOTE}
    answer = models.BookAnswer(
        account=key_for("phone name", by).hex()[:32],
        csrf=generate_csrf(),
        key=base64.urlsafe_b64encode(key_for("phone queue", by)).decode(),
        today=today(),
        kinds=[_kind(one) for one in queries.kinds_by_use(by, book)],
        grids=[models.BookGridAnswer.model_validate(one) for one in grids],
        limits=models.LimitsAnswer(**most),
    )
    return _answer(answer)


def _kind(kind: Any) -> models.KindAnswer:
    return models.KindAnswer(code=kind.code, label=kind.label, minutes=kind.minutes)


def _receipt(kept: Kept) -> models.LogAnswer:
    one = kept.log
    return models.LogAnswer(
        id=one.code,
        grid=models.GridAnswer.model_validate(one.grid),
        happened_at=one.happened_at,
        received_at=one.received_at,
        photos=kept.photos,
        notices=[models.NoticeAnswer(code=notice.value, text=notice.label) for notice in kept.notices],
    )


def _grid(body: models.LogBody) -> Any:
    """The grid that was named; else the one that the entry has, had it come before; else the one of the place."""
    if body.grid is not None:
        return queries.grid_named(body.grid) or _refuse(LogFault.GRID)
    if (before := queries.grid_of(body.id)) is not None:
        return before
    known = body.lat is not None and body.lon is not None
    return (known and queries.grid_at(float(body.lat or 0), float(body.lon or 0))) or _refuse(LogFault.NOWHERE)


def _refuse(fault: LogFault) -> Any:
    raise Refused(fault.label, "grid")


@contextmanager
def _problems(body: models.LogBody | None) -> Iterator[None]:
    """A refusal as a problem that names the member; of an unknown kind with the kinds there are."""
    try:
        yield
    except Conflict as conflict:
        raise member_problem(CONFLICT, conflict.field or "id", conflict.reason) from None
    except Refused as refusal:
        field = refusal.field or "body"
        kinds = [kind.code for kind in grid_rules_on(today()).log_kinds]
        more = {"allowed": kinds} if body and field == "kind" else {}
        raise member_problem(UNFIT, field, refusal.reason, **more) from None


def _keep(problem: Problem, blanks: dict[str, str]) -> None:
    """Keep what was refused once this request is undone, where it has a number to be known by."""
    with suppress(ValueError, RecursionError, KeyError, TypeError, AttributeError):
        sent = request.form.to_dict() if request.files or request.form else json.loads(request.get_data())
        code, by, at = str(UUID(sent["id"])), caller().username, now()
        short = {name: _cut(value) for name, value in (sent | blanks).items()}
        told: dict[str, Any] = {"status": problem.status, "reason": problem.detail, "content": json.dumps(short)}
        afterwards(lambda: keep_refused(code, by=by, now=at, **told))


def _cut(value: Any) -> Any:
    return value[:MOST_KEPT_CHARACTERS] if isinstance(value, str) else value


def _number(code: str) -> str:
    """The number of a log in an address, as it is stored."""
    try:
        return str(UUID(code))
    except ValueError:
        raise Problem(404, "There is no such log.") from None


def _answer(model: BaseModel, status: int = 200) -> Response:
    return Response(model.model_dump_json(), status, content_type="application/json")
