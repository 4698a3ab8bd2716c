"""What programs send: a JSON object or a form with a file, read into the model that also describes it.

What is no JSON, no object, undeclared or of another type is not understood (400); what is understood and cannot be
accepted is refused (422). Either way the answer names the member.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from json import loads
from typing import Annotated, Any
from uuid import UUID

from flask import request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import PydanticCustomError

from portal.core.errors import Problem

LARGEST_JSON = 64 * 1024
LONGEST_NAME = 60
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
NOT_UNDERSTOOD, NOT_ACCEPTABLE = 400, 422
# Of pydantic's names of errors those that say that a value is understood.
ABOUT_THE_VALUE = {"missing", "value_error", "finite_number", "string_too_long", "string_too_short"}
RANGES = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}


class Body(BaseModel):
    """Base of the bodies: a member that is not declared is refused, and none is turned into another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FormBody(Body):
    """A body that comes as multipart/form-data; a member of type `bytes` is a file."""


def _whole(number: Any) -> Any:
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _uuid(written: str) -> str:
    if len(written) != len(str(UUID(int=0))):
        raise ValueError("write a UUID with its hyphens")
    try:
        return str(UUID(written))
    except ValueError:
        raise ValueError("this is no UUID") from None


def _moment(written: Any) -> datetime:
    if not isinstance(written, str):
        raise PydanticCustomError("string_type", "Input should be a valid string")
    try:
        moment = datetime.fromisoformat(written.strip().upper())
    except ValueError:
        raise ValueError("write an ISO 8601 time with its offset") from None
    if moment.utcoffset() is None:
        raise ValueError("the time needs its offset, for example 2026-11-24T10:00:00+08:00")
    if moment < BEGINNING:
        raise ValueError("no clock of a phone is so far behind")
    return moment


def _storable(text: str) -> str:
    if "\x00" in text or text != text.encode(errors="replace").decode():
        raise ValueError("a text holds no NUL and no half of a character")
    return text


# 2.0 is a whole number in JSON.
Whole = Annotated[int, BeforeValidator(_whole)]
Uuid = Annotated[str, AfterValidator(_uuid), WithJsonSchema({"type": "string", "format": "uuid"})]
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
Text = Annotated[str, AfterValidator(_storable)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


def reader(model: type[Body]) -> Callable[[], Body]:
    """What reads the body of a request into the model; it raises `Problem`."""
    given = _form if issubclass(model, FormBody) else _json

    def read() -> Body:
        try:
            return model.model_validate(given())
        except ValidationError as error:
            raise _problem(error) from None

    return read


def content_type_of(model: type[Body]) -> str:
    """The media type that the model comes as."""
    return "multipart/form-data" if issubclass(model, FormBody) else "application/json"


def member_problem(status: int, member: str, detail: str, **more: Any) -> Problem:
    """A problem about one member of a body."""
    errors = [{"field": member, "detail": detail}]
    return Problem(status, detail, parameter=member, field=member, errors=errors, **more)


def _json() -> dict[str, Any]:
    if (request.content_length or 0) > LARGEST_JSON:
        raise member_problem(413, "body", f"The body is larger than {LARGEST_JSON} bytes.")
    try:
        given = loads(request.get_data(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise member_problem(NOT_UNDERSTOOD, "body", "The body is no JSON.") from None
    if not isinstance(given, dict):
        raise member_problem(NOT_UNDERSTOOD, "body", "The body is no JSON object.")
    return given


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _form() -> dict[str, Any]:
    fields = {name: value for name, value in request.form.items() if name != "csrf_token"}
    return fields | {name: file.read() for name, file in request.files.items()}


def _problem(error: ValidationError) -> Problem:
    told = error.errors(include_url=False, include_context=False, include_input=False)
    faults = [{"field": _member(fault["loc"]), "detail": fault["msg"]} for fault in told]
    understood = all(fault["type"] in ABOUT_THE_VALUE | RANGES for fault in told)
    first, status = faults[0], NOT_ACCEPTABLE if understood else NOT_UNDERSTOOD
    detail = f"{first['field']}: {first['detail']}"
    return Problem(status, detail, parameter=first["field"], field=first["field"], errors=faults)


def _member(place: tuple[int | str, ...]) -> str:
    """Which member a fault is about; an undeclared one may be called anything."""
    return str(place[0])[:LONGEST_NAME] if place else "body"
