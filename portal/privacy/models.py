"""Tables of what people ask for about their own data."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.organisation.models import Organisation, Person
from portal.privacy.terms import CorrectionState, RequestKind, RequestState


class Correction(Table):
    """A correction that somebody asked for in his own record (更正申请). `wanted` is a JSON object, sealed."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    wanted: Mapped[str] = mapped_column(SealedText)
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    state: Mapped[CorrectionState] = mapped_column(index=True)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    answer: Mapped[str]
    person: Mapped[Person] = relationship()


class DataRequest(Table):
    """What somebody asks for about his own data (个人信息请求): who answers for it and until when."""

    __tablename__ = "data_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[RequestKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    contact: Mapped[str | None] = mapped_column(SealedText)
    wish: Mapped[str | None] = mapped_column(SealedText)
    received_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[RequestState] = mapped_column(index=True)
    taken_by: Mapped[str]
    answer: Mapped[str]
    answered_by: Mapped[str | None]
    answered_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person | None] = relationship()
