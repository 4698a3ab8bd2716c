"""The open data of the funds: /funds.json, /funds.csv, and the projects as OCDS releases (F6, E21).

All three carry an entity tag that changes with the books and with every step of a project: who has them is told so
before anything is read.
"""

import csv
from collections.abc import Callable
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from typing import Any

from flask import Blueprint, Response, json, request, url_for
from pydantic import BaseModel, Field

from portal.core.access import PUBLIC, allow
from portal.core.clock import today
from portal.core.errors import Problem
from portal.core.openapi import Query, operation
from portal.core.sheets import harmless
from portal.fund.api import ocds
from portal.fund.queries import disclosure as queries
from portal.fund.queries.disclosure import CommunityFunds
from portal.fund.queries.ledger import BalanceLine
from portal.fund.queries.project_board import ProjectRow
from portal.fund.rules.ledger import FIRST_YEAR, LAST_YEAR
from portal.fund.terms.ledger import Purse

funds_api = Blueprint("funds_api", __name__)
FEN_A_YUAN = 100
PURSES = (Purse.WORK, Purse.SERVICE, Purse.OTHER)
SUMS = ("carried_fen", "lapsed_fen", "committed_fen", "paid_fen", "available_fen")
HEADINGS = (
    *("record", "year", "code", "name", "community", "purse", "state"),
    *("allocated_yuan", "carried_yuan", "lapsed_yuan", "committed_yuan", "paid_yuan", "available_yuan"),
    *("budget_yuan", "url"),
)
BOM = "\ufeff"


class YearQuery(Query):
    """Of which year."""

    year: int = Field(
        default_factory=lambda: today().year,
        ge=FIRST_YEAR,
        le=LAST_YEAR,
        description="Of which year",
    )


class PageQuery(YearQuery):
    """Which page of a year's projects."""

    page: int = Field(1, ge=1, le=100_000, description="From 1")


class CommunityMoney(BaseModel):
    """What a community was given in a year by purse, and what became of it, in fen."""

    code: str
    name: str
    allocated_fen: dict[str, int]
    carried_fen: int
    lapsed_fen: int
    committed_fen: int
    paid_fen: int
    available_fen: int


class ProjectMoney(BaseModel):
    """A project that everybody may see, with its budget and what is paid of it, in fen."""

    code: str
    community: str
    purse: str
    name: str
    state: str
    budget_fen: int
    paid_fen: int
    url: str


class FundsAnswer(BaseModel):
    """The funds of a year: allocated + carried − lapsed = committed + paid + available, for every community."""

    year: int
    purses: dict[str, int]
    communities: list[CommunityMoney]
    projects: list[ProjectMoney]


@funds_api.get("/funds.json")
@allow(PUBLIC)
@operation("The funds of a year", YearQuery, FundsAnswer, conditional=True)
def funds_json(query: YearQuery) -> Response:
    """Every community and every project that is disclosed; amounts in fen."""
    return _answer(lambda: _json(query.year), "application/json")


@funds_api.get("/funds.csv")
@allow(PUBLIC)
@operation("The funds of a year as a table", YearQuery, None, "text/csv", conditional=True)
def funds_csv(query: YearQuery) -> Response:
    """A row for each purse of a community ("purse") and for each project ("project"); amounts in yuan."""
    answer = _answer(lambda: _csv(query.year), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename=funds-{query.year}.csv"
    return answer


@funds_api.get("/funds/ocds.json")
@allow(PUBLIC)
@operation("The projects of a year as OCDS releases", PageQuery, None, conditional=True)
def funds_ocds(query: PageQuery) -> Response:
    """A release package of OCDS 1.1 with a release for each project, 200 a page; `Link` names the next page."""
    page = queries.releases_page(query.year, query.page)
    if page.number > page.last:
        raise Problem(404, "there is no such page", parameter="page")
    here = url_for("funds_api.funds_ocds", year=query.year, page=query.page, _external=True)
    answer = _answer(lambda: json.dumps(ocds.package(page.rows, here), ensure_ascii=False), "application/json")
    if page.number < page.last:
        following = url_for("funds_api.funds_ocds", year=query.year, page=query.page + 1, _external=True)
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer


def _json(year: int) -> str:
    communities = queries.funds_of(year)
    answer = {
        "year": year,
        "purses": {purse.value: sum(one.allocated(purse) for one in communities) for purse in PURSES},
        "communities": [_community(one) for one in communities],
        "projects": [_project(row) for row in queries.all_projects(year)],
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _csv(year: int) -> str:
    written = StringIO()
    written.write(BOM)
    table = csv.writer(written)
    table.writerow(HEADINGS)
    for one in queries.funds_of(year):
        address = url_for("fund.community_funds", code=one.code, year=year, _external=True)
        what = ["purse", year, one.code, harmless(one.name), one.code]
        table.writerows([*what, line.purse.value, "", *_sums_of(line), "", address] for line in one.lines)
    for row in queries.all_projects(year):
        project = row.project
        known = ["project", year, project.code, harmless(project.title), project.organisation.code]
        sums = ["", "", "", _yuan(row.committed_fen), _yuan(row.paid_fen), "", _yuan(project.budget_fen)]
        table.writerow([*known, project.purse.value, project.state.value, *sums, _address(project.code)])
    return written.getvalue()


def _sums_of(line: BalanceLine) -> list[str]:
    return [_yuan(line.allocated_fen), *(_yuan(getattr(line, name)) for name in SUMS)]


def _community(one: CommunityFunds) -> dict[str, Any]:
    allocated = {purse.value: one.allocated(purse) for purse in PURSES}
    return {"code": one.code, "name": one.name, "allocated_fen": allocated} | {name: one.sum_of(name) for name in SUMS}


def _project(row: ProjectRow) -> dict[str, Any]:
    one = row.project
    what = {"code": one.code, "community": one.organisation.code, "purse": one.purse.value, "name": one.title}
    money = {"state": one.state.value, "budget_fen": one.budget_fen, "paid_fen": row.paid_fen}
    return what | money | {"url": _address(one.code)}


def _address(code: str) -> str:
    return url_for("fund.public_project", code=code, _external=True)


def _yuan(fen: int) -> str:
    """Yuan as a program reads them: no commas."""
    return f"{Decimal(fen) / FEN_A_YUAN:.2f}"


def _answer(build: Callable[[], str], content_type: str) -> Response:
    """What is built only for who has it not yet; caches ask each time."""
    answer = Response(content_type=content_type)
    answer.set_etag(sha256(f"{queries.as_of()} {request.full_path}".encode()).hexdigest()[:20], weak=True)
    answer.cache_control.public = True
    answer.cache_control.no_cache = True
    tag, _weak = answer.get_etag()
    if tag is None or not request.if_none_match.contains_weak(tag):
        answer.set_data(build())
    answer.make_conditional(request)
    return answer
