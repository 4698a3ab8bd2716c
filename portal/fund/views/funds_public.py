"""Where the money goes, for everybody (经费公开): county, communities, projects, receipts."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import PUBLIC, allow
from portal.core.charts import Flow, flow
from portal.core.clock import today
from portal.core.files import path_of
from portal.core.money import yuan
from portal.core.paging import asked_page
from portal.core.qr import qr_drawing
from portal.fund.queries import disclosure as queries
from portal.fund.queries.projects import balance_of, lines_that_hold
from portal.fund.queries.questions import answered
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules import disclosure as rules
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import ProjectState
from portal.fund.views.blueprint import fund
from portal.fund.views.books import asked_year, years_to_choose
from portal.registration.queries.rulebook import rules_on

DAY_S = 24 * 3600
LARGEST = 10
PURSES = (Purse.WORK, Purse.SERVICE, Purse.OTHER)


@fund.get("/funds")
@allow(PUBLIC)
def funds() -> ResponseReturnValue:
    year = asked_year(today().year)
    communities = queries.funds_of(year)
    sums = [(one.code, one.name, one.sum_of("allocated_fen")) for one in communities]
    links = {(line.purse, one.code): line.allocated_fen for one in communities for line in one.lines}
    return render_template(
        "fund/funds.html",
        year=year,
        years=years_to_choose(year),
        communities=communities,
        lines=[line for one in communities for line in one.lines],
        purses=PURSES,
        flow=_flow(rules.largest(sums, _("其他社区")), links),
        projects=queries.project_count(year),
    )


@fund.get("/funds/<string:code>")
@allow(PUBLIC)
def community_funds(code: str) -> ResponseReturnValue:
    year = asked_year(today().year)
    (found,) = queries.funds_of(year, code) or [abort(404)]
    rows = queries.largest_projects(code, year, LARGEST)
    page = _there(queries.paid_page(code, year, asked_page()))
    taken = {(row.project.purse, row.project.code): row.committed_fen + row.paid_fen for row in rows}
    links = taken | {(purse, kind): fen for purse in PURSES for kind, fen in _rest(found.lines, purse, rows).items()}
    named = [(row.project.code, row.project.title, row.committed_fen + row.paid_fen) for row in rows]
    for kind, label in (("other", _("其他项目")), ("free", _("可用"))):
        named.append((kind, label, sum(fen for (_purse, key), fen in links.items() if key == kind)))
    return render_template(
        "fund/funds_community.html",
        found=found,
        year=year,
        years=years_to_choose(year),
        allocations=queries.allocations_of(code, year),
        kinds={one.code: one for one in fund_rules_on(today()).other_kinds},
        projects=queries.projects_page(queries.Wanted(year, code), 1),
        page=page,
        flow=_flow(rules.largest(named, _("其他项目")), links),
        shown_payee=rules.shown_payee,
    )


@fund.get("/funds/projects")
@allow(PUBLIC)
def public_projects() -> ResponseReturnValue:
    wanted = _wanted()
    page = _there(queries.projects_page(wanted, asked_page()))
    asked = {"year": wanted.year, "community": wanted.community, "state": wanted.state, "q": wanted.q}
    return render_template(
        "fund/funds_projects.html",
        page=page,
        wanted=wanted,
        asked={name: value for name, value in asked.items() if value},
        years=years_to_choose(wanted.year or today().year),
        communities=[(one.code, one.name) for one in queries.funds_of(wanted.year or today().year)],
        states=[state for state in ProjectState if state.is_public],
    )


@fund.get("/funds/projects/<string:code>")
@allow(PUBLIC)
def public_project(code: str) -> ResponseReturnValue:
    found: Any = queries.public_project(code) or abort(404)
    committed, paid = balance_of(found)
    stars = queries.ratings_of(found)
    address = url_for("fund.public_project", code=code, _external=True)
    return render_template(
        "fund/funds_project.html",
        project=found,
        use=fund_rules_on(today()).use(found.use),
        lines=lines_that_hold(found),
        committed=committed,
        paid=paid,
        given=queries.given_for(found),
        trail=queries.trail_of(found),
        photos=queries.shown_photos(found),
        mean=rules.mean_of(stars, rules_on(today()).smallest_group),
        rated=sum(stars),
        questions=answered(found),
        may_object=rules.may_object(found.state),
        may_rate=rules.may_rate(found.state),
        shown_payee=rules.shown_payee,
        shown_contractor=rules.shown_contractor,
        today=today(),
        qr=qr_drawing(address, _("这个项目的二维码")),
    )


@fund.get("/funds/photos/<string:code>")
@allow(PUBLIC)
def public_project_photo(code: str) -> ResponseReturnValue:
    """A picture that somebody has looked at and covered; it never changes under its code for long."""
    key = queries.public_photo(code) or abort(404)
    return send_file(path_of(key), mimetype="image/webp", max_age=DAY_S)


@fund.get("/funds/dictionary")
@allow(PUBLIC)
def funds_dictionary() -> ResponseReturnValue:
    """What each word of the open data means."""
    return render_template("fund/funds_dictionary.html", states=[one for one in ProjectState if one.is_public])


def _flow(right: Sequence[tuple[str, tuple[str, ...], int]], links: dict[tuple[Purse, str], int]) -> Flow | None:
    """The drawing from the purses to what stands on the right; nothing to draw where nothing flows."""
    left = [purse for purse in PURSES if any(fen for (one, _key), fen in links.items() if one is purse)]
    parts = {
        (at, to): fen
        for at, purse in enumerate(left)
        for to, (_label, keys, _sum) in enumerate(right)
        if (fen := sum(links.get((purse, key), 0) for key in keys)) > 0
    }
    if not parts:
        return None
    totals = [sum(fen for (one, _to), fen in parts.items() if one == at) for at in range(len(left))]
    named = [(str(purse.label), yuan(fen)) for purse, fen in zip(left, totals, strict=True)]
    return flow(named, [(label, yuan(fen)) for label, _keys, fen in right], parts)


def _rest(lines: Sequence[Any], purse: Purse, rows: Sequence[Any]) -> dict[str, int]:
    """What of a purse no project of the drawing has: other projects', and what is free, in fen."""
    of_purse = [line for line in lines if line.purse is purse]
    spent = sum(line.committed_fen + line.paid_fen for line in of_purse)
    drawn = sum(row.committed_fen + row.paid_fen for row in rows if row.project.purse is purse)
    return {"other": max(0, spent - drawn), "free": sum(line.available_fen for line in of_purse)}


def _wanted() -> queries.Wanted:
    asked = request.args
    state = next((one for one in ProjectState if one == asked.get("state") and one.is_public), None)
    year = asked_year(0) or None
    return queries.Wanted(year, asked.get("community", "")[:20], state, asked.get("q", "").strip()[:40])


def _there(page: Any) -> Any:
    return page if page.number <= page.last else abort(404)
