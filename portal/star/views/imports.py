"""The workbooks that offices bring in: the register, honours, scores of a quarter and of a year's end."""

from datetime import date
from typing import Any

from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import lazy_gettext as _

from portal.core.access import Permission
from portal.core.bulk import Importer, add_exporter, add_importer
from portal.core.clock import now
from portal.star.actions.appraisals import take_in_appraisals
from portal.star.actions.evidence import file_honours
from portal.star.actions.quarters import take_in_scores
from portal.star.actions.secretaries import take_in_secretaries
from portal.star.sheets import honours_in, scores, secretaries_in
from portal.star.views.blueprint import star

KEEP, CHECK = Permission.KEEP_STARS, Permission.CHECK_STARS
# A county's secretaries many times over; a quarter's sheets of a street have some thousand lines.
MOST_ROWS = 20_000


@star.record_once
def _offer_them(state: BlueprintSetupState) -> None:
    for importer in (_register(), _honours(), _scores(), _appraisals()):
        add_importer(state.app, importer)
    add_exporter(state.app, scores.BLANK)


def _register() -> Importer:
    return Importer(
        kind="secretaries",
        permission=KEEP,
        title=_("导入书记名册"),
        about=_("人要先在人员里登记。导出的名册改了也能再传回来，空着的格子不改。"),
        columns=secretaries_in.COLUMNS,
        plan=secretaries_in.plan,
        carry_out=lambda work, by, day: take_in_secretaries(work, by=by, today=day),
        most_rows=MOST_ROWS,
    )


def _honours() -> Importer:
    return Importer(
        kind="star-honours",
        permission=CHECK,
        title=_("导入荣誉"),
        about=_("每一行成为一份依据，由另一个人审核，县里审定以后才计星。已经有的不重复。"),
        columns=honours_in.COLUMNS,
        plan=honours_in.plan,
        carry_out=_at_once(file_honours),
        most_rows=MOST_ROWS,
    )


def _scores() -> Importer:
    return Importer(
        kind="star-scores",
        permission=CHECK,
        title=_("导入季度评分"),
        about=_("在季度考评的页面上下载评分表，填好得分再传回来。没填的不改，已排名的季度不收。"),
        columns=scores.SCORES,
        plan=scores.plan_scores,
        carry_out=_at_once(take_in_scores),
    )


def _appraisals() -> Importer:
    return Importer(
        kind="star-appraisals",
        permission=CHECK,
        title=_("导入年终得分"),
        about=_("年度考核这一步关闭以前可以导入，已有的改成表里的。"),
        columns=scores.APPRAISALS,
        plan=scores.plan_appraisals,
        carry_out=_at_once(take_in_appraisals),
        most_rows=MOST_ROWS,
    )


def _at_once(action: Any) -> Any:
    def carry_out(work: Any, by: str, _day: date) -> None:
        action(work, by=by, now=now())

    return carry_out
