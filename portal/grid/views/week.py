"""A grid worker's own week (我的一周)."""

from datetime import date, timedelta

from flask import abort, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import format_date, lazy_gettext

from portal.core.access import Permission, allow, caller
from portal.core.charts import bars, lying_bars
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.queries.week import DAYS, own_week
from portal.grid.queries.workers import person_of
from portal.grid.views.blueprint import work

LOG = Permission.LOG_SERVICE


@work.get("/my-week")
@allow(LOG)
def my_week() -> ResponseReturnValue:
    by, monday = caller().username, _monday()
    person = person_of(by)
    week = own_week(by, person.id if person else None, monday)
    kinds = {kind.code: kind.label for kind in grid_rules_on(today()).log_kinds}
    shown = [code for code in kinds if week.of_kind[code]]
    by_day = bars([(format_date(day, "E"), float(sum(week.kinds.get(day, {}).values()))) for day in week.days])
    return render_template(
        "grid/my_week.html",
        week=week,
        kinds={code: kinds[code] for code in shown},
        by_day=by_day,
        by_kind=lying_bars([(kinds[code], float(week.of_kind[code])) for code in shown]),
        before=monday - timedelta(days=DAYS),
        after=monday + timedelta(days=DAYS),
        is_running=monday + timedelta(days=DAYS) > today(),
    )


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("自己这一周记了什么、办了什么；只给自己看")
    add_door(state.app, Door(LOG, "grid.my_week", lazy_gettext("我的一周"), about))


def _monday() -> date:
    """The Monday of the week in which the day lies that the address names; of this week where it names none."""
    try:
        asked = date.fromisoformat(request.args.get("week") or today().isoformat())
        monday = asked - timedelta(days=asked.weekday())
    except (ValueError, OverflowError):
        abort(404)
    return monday if date.min + timedelta(days=DAYS) < monday <= today() else abort(404)
