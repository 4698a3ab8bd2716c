"""The overview for programs of who is signed in."""

from datetime import date

from flask import Blueprint, Response, json, url_for
from pydantic import BaseModel, Field

from portal.core.access import Permission, allow, scope_of
from portal.core.clock import today
from portal.core.openapi import Query, operation
from portal.overview.queries.figures import figures

overview_api = Blueprint("overview_api", __name__, url_prefix="/api/v1")
VIEW = Permission.VIEW_OVERVIEW


class FigureAnswer(BaseModel):
    """A figure: counted from rows, and as it was reported; `url` is the page that lists the rows."""

    key: str
    label: str
    value: int = Field(ge=0)
    baseline: int = Field(ge=0)
    url: str


class OverviewAnswer(BaseModel):
    """The figures of the caller's part of the county, by the paths of its organisations."""

    as_of: date
    scope: list[str]
    figures: list[FigureAnswer]


@overview_api.get("/overview")
@allow(VIEW)
@operation(
    "The figures of the three systems within the caller's part of the county", answer=OverviewAnswer, signed_in=True
)
def overview(_query: Query) -> Response:
    """Each value is counted from rows now; nothing is stored."""
    scope = scope_of(VIEW)
    told = [
        FigureAnswer(
            key=one.figure.value,
            label=one.figure.label,
            value=one.value,
            baseline=one.baseline,
            url=url_for("overview.rows", key=one.figure.value),
        )
        for one in figures(scope, today())
    ]
    answer = OverviewAnswer(as_of=today(), scope=list(scope), figures=told)
    return Response(json.dumps(answer.model_dump(mode="json")), content_type="application/json")
