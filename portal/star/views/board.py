"""The board of stars (星级看板): distribution, towns, movers, education, what the year costs."""

from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.audit.actions import record
from portal.core.access import Permission, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.charts import bars
from portal.core.sending import send_book
from portal.star.queries import board as queries
from portal.star.queries import secretaries
from portal.star.queries.pay import by_town, paid_in, rated_years
from portal.star.sheets.board import write_board
from portal.star.terms.stars import SecretaryKind
from portal.star.views.blueprint import star

VIEW, KEEP = Permission.VIEW_STARS, Permission.KEEP_STARS


@star.get("/star-board")
@allow(VIEW)
def star_board() -> ResponseReturnValue:
    scope, (years, year, kind) = scope_of(VIEW), _asked()
    found = queries.board_of(scope, year, kind) if years else queries.Board(())
    spread = found.spread
    return render_template(
        "star/board.html",
        years=years,
        year=year,
        kind=kind,
        kinds=list(SecretaryKind),
        board=found,
        chart=bars([(str(stars), float(count)) for stars, count in spread.items()]) if spread else None,
        education=queries.education_of(scope, kind),
        figures=secretaries.education_figures(scope, kind),
        sums=by_town(paid_in(scope, year)) if years else [],
        may_keep=caller().may(KEEP),
    )


@star.get("/star-board/book.xlsx")
@allow(KEEP)
def board_book() -> Response:
    """Everybody's year, losses included: for who keeps the stars."""
    years, year, kind = _asked()
    found: Any = queries.board_of(scope_of(KEEP), year, kind) if years else abort(404)
    by = caller().username
    afterwards(lambda: record(by, "star.take_board", str(year), kind=kind.value))
    return send_book(f"星级看板-{year}-{kind.zh}.xlsx", lambda path: write_board(path, found))


def _asked() -> tuple[list[int], int, SecretaryKind]:
    """The years that there are, the one of the address or the latest, and the kind."""
    years = rated_years(scope_of(VIEW))
    year = request.args.get("year", next(iter(years), 0), type=int)
    if years and year not in years:
        abort(404)
    kind = next((one for one in SecretaryKind if one == request.args.get("kind")), SecretaryKind.VILLAGE)
    return years, year, kind
