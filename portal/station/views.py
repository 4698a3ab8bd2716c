"""Pages about the service positions: the nearest ones, the list, each position, and what other sites embed."""

from typing import Any

from flask import Blueprint, abort, g, jsonify, redirect, render_template, request, send_file
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from geo.place import Place
from portal.core.access import PUBLIC, allow
from portal.core.clock import now, today
from portal.core.files import path_of
from portal.core.followers import follow
from portal.core.maps import credit, map_of_county, map_of_place, tile_system
from portal.core.paging import PAGE_ROWS
from portal.core.preferences import COOKIES, is_local, preferences, remember
from portal.core.stops import StopSource, add_stop_source
from portal.station.actions import hand_over_stations
from portal.station.forms import ListForm, NearestForm
from portal.station.nearest import nearest
from portal.station.nearest.finding import find
from portal.station.queries import catalogue, detail, lists, places, results
from portal.station.terms import NearestQuestion, Profile, StationKind
from portal.station.wording import FILTERS

station = Blueprint("station", __name__)


@station.record_once
def _follow(state: BlueprintSetupState) -> None:
    follow(state.app, "organisation.merged", hand_over_stations)
    add_stop_source(state.app, StopSource(lazy_gettext("服务点"), places.stops_in))


for _name, _filter in FILTERS.items():
    station.add_app_template_filter(_filter, _name)  # type: ignore[arg-type]
NEARBY = 5
DAY_S = 24 * 3600
PRINTED_ROWS = 2000


@station.get("/")
@allow(PUBLIC)
def home() -> ResponseReturnValue:
    return _answered("station/home.html", county_map=map_of_county(), communities=places.communities())


@station.get("/nearest")
@allow(PUBLIC)
def nearest_ones() -> ResponseReturnValue:
    """The list alone, for the page's own script."""
    return _answered("station/_results.html")


@station.get("/embed")
@allow(PUBLIC)
def embed() -> ResponseReturnValue:
    g.may_be_framed = True
    return _answered("station/embed.html", county_map=map_of_county())


@station.get("/places")
@allow(PUBLIC)
def named_places() -> ResponseReturnValue:
    """Suggestions for what is being typed."""
    found = places.places_matching(request.args.get("q", "")[:40], today())
    return jsonify(
        [{"code": one.code, "name": one.name, "kind": one.kind.label, "lat": one.lat, "lon": one.lon} for one in found]
    )


@station.get("/stations")
@allow(PUBLIC)
def stations() -> ResponseReturnValue:
    form = ListForm(request.args)
    status = 200 if form.validate() else 400
    printing = request.args.get("view") == "print"
    page = lists.codes_on_page(form.filters, form.number, today(), PRINTED_ROWS if printing else PAGE_ROWS)
    if page.number > page.last:
        abort(404)
    chosen = preferences()
    rows = results.results(page.rows, now(), chosen.profile, chosen.language)
    template = "station/print.html" if printing else "station/list.html"
    return render_template(
        template, form=form, page=page, rows=rows, matrix=catalogue.matrix(today()), **_choices()
    ), status


@station.get("/stations/<string:code>")
@allow(PUBLIC)
def one_station(code: str) -> ResponseReturnValue:
    chosen = preferences()
    found = detail.detail_of(code, now(), chosen.language) or abort(404)
    (summary,) = results.results([code], now(), chosen.profile, chosen.language)
    around = NearestQuestion(Place(summary.lat, summary.lon), at=now(), limit=NEARBY + 1)
    near = [one for one in nearest(around) if one.code != code][:NEARBY]
    return render_template(
        "station/detail.html",
        found=found,
        summary=summary,
        nearby=results.results_of(near, now(), chosen.profile, chosen.language),
        today=today(),
        small_map=map_of_place(summary.lat, summary.lon),
        tile_system=tile_system(),
        map_credit=credit(),
        profiles=list(Profile),
    )


@station.get("/stations/<string:code>/photo")
@allow(PUBLIC)
def photo(code: str) -> ResponseReturnValue:
    key = detail.photo_of(code) or abort(404)
    return send_file(path_of(key), mimetype="image/webp", max_age=DAY_S)


@station.post("/preferences")
@allow(PUBLIC)
def choose() -> ResponseReturnValue:
    """Keep what a visitor chose for himself, and take him back to where he was."""
    back = request.form.get("next", "")
    answer = redirect(back if is_local(back) else "/", 303)
    allowed = COOKIES | {"profile": ("", *Profile)}
    for name, values in allowed.items():
        if request.form.get(name) in values:
            remember(answer, name, request.form[name])
    return answer


def _answered(template: str, **more: Any) -> ResponseReturnValue:
    form = NearestForm(request.args)
    status = 200 if form.validate() else 400
    return render_template(template, form=form, finding=find(form.wish), **_choices(), **more), status


def _again(**changes: Any) -> dict[str, Any]:
    """The query of this page with some of it changed; None leaves a parameter out."""
    return {name: values for name, values in (request.args.to_dict(flat=False) | changes).items() if values}


def _choices() -> dict[str, Any]:
    return {
        "kinds": list(StationKind),
        "profiles": list(Profile),
        "services": catalogue.services(),
        "tile_system": tile_system(),
        "map_credit": credit(),
        "again": _again,
    }
