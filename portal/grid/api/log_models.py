"""What the phone sends about service logs, and what it is answered."""

from datetime import date, datetime
from operator import attrgetter
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from portal.core.bodies import Body, FormBody, Latitude, Longitude, Moment, Text, Uuid, Whole
from portal.core.openapi import Query


class RowAnswer(BaseModel):
    """Base of the answers that are read from a row, or from what a query found."""

    model_config = ConfigDict(from_attributes=True)


class LogBody(Body):
    """A service. Without a grid the place says in which one it was; a place is of the service, never demanded."""

    id: Annotated[Uuid, Field(description="Made on the phone: under it the entry is stored once.")]
    kind: Annotated[Text, Field(max_length=40, description="A code of the log book's kinds.")]
    grid: Annotated[Text | None, Field(max_length=60, description="The code of a grid; null where lat and lon tell.")]
    happened_at: Annotated[Moment, Field(description="ISO 8601 with its offset.")]
    helped: Annotated[Whole, Field(description="How many people were helped.")] = 1
    minutes: Annotated[Whole | None, Field(description="How long it took.")] = None
    note: Annotated[Text | None, Field(description="About the service, not about who was helped.")] = None
    lat: Annotated[Latitude | None, Field(description="WGS-84 degrees.")] = None
    lon: Annotated[Longitude | None, Field(description="WGS-84 degrees.")] = None


class PhotoBody(FormBody):
    """A picture of a service: JPEG, PNG or WebP."""

    id: Annotated[Uuid, Field(description="Made on the phone: under it the picture is stored once.")]
    photo: bytes


class WithdrawBody(Body):
    """That a log is taken back."""

    id: Annotated[Uuid, Field(description="Made on the phone, for the withdrawal itself.")]
    reason: Annotated[Text, Field(max_length=200)] = ""


class GridAnswer(RowAnswer):
    """A grid by its code."""

    code: str
    name: str


class NoticeAnswer(BaseModel):
    """What is odd about an entry that was kept all the same."""

    code: str
    text: str


class LogAnswer(BaseModel):
    """The receipt of a log: the same each time it is sent. `happened_at` is the moment that was kept."""

    id: str
    grid: GridAnswer
    happened_at: datetime
    received_at: datetime
    photos: int
    notices: list[NoticeAnswer]


class PhotoAnswer(BaseModel):
    """The receipt of a picture."""

    id: str
    log: str


class WaitingAnswer(BaseModel):
    """The part is kept until its log comes."""

    waiting: bool = True


class WithdrawnAnswer(BaseModel):
    """That a log was withdrawn, and when."""

    id: str
    withdrawn_at: datetime


class DayQuery(Query):
    """Whose day: always the caller's own."""

    day: Annotated[date | None, Field(description="A day of the county; left out: today.")] = None


class StoredLog(RowAnswer):
    """A log of the day; `photos` are the numbers of its pictures."""

    id: Annotated[str, Field(validation_alias="code")]
    kind: str
    grid: GridAnswer
    happened_at: datetime
    received_at: datetime
    helped: int
    minutes: int | None
    photos: list[Annotated[str, BeforeValidator(attrgetter("code"))]]
    withdrawn_at: datetime | None


class WaitingPart(RowAnswer):
    """A part that waits for its log."""

    id: Annotated[str, Field(validation_alias="code")]
    log: Annotated[str, Field(validation_alias="log_code")]
    kind: str


class RefusedAnswer(RowAnswer):
    """An entry that was not stored, and why."""

    id: Annotated[str, Field(validation_alias="code")]
    status: int
    reason: str


class DayAnswer(BaseModel):
    """What is stored of a day, and what of any day is not."""

    day: date
    stored: list[StoredLog]
    waiting: list[WaitingPart]
    refused: list[RefusedAnswer]


class KindAnswer(BaseModel):
    """A kind of service and how many minutes one usually takes."""

    code: str
    label: str
    minutes: int


class BookGridAnswer(RowAnswer):
    """A grid with its outline: WGS-84 degrees, longitude first."""

    code: str
    name: str
    own: bool
    outline: list[tuple[float, float]]


class LimitsAnswer(BaseModel):
    """The most people, minutes, pictures and characters of a note that an entry may have."""

    helped: int
    minutes: int
    photos: int
    note: int


class BookAnswer(BaseModel):
    """What the phone needs to log without a signal. `account` is an opaque name of the account, `key` what its queue
    is sealed with (32 bytes, base64url), `csrf` a token for this sign-in."""

    account: str
    csrf: str
    key: str
    today: date
    kinds: list[KindAnswer]
    grids: list[BookGridAnswer]
    limits: LimitsAnswer
