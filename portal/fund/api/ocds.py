"""Fund projects as releases of the Open Contracting Data Standard 1.1 (E21): the names, shapes and code lists of its
release schema, as far as a project says anything of them.

A project is one contracting process: its `ocid` is the publisher's prefix and the project's code. A publisher that has
registered with the Open Contracting Partnership sets its own prefix; the default says that this one has not.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any, Literal

from flask import url_for
from pydantic import BaseModel, ConfigDict, Field

from portal.core.clock import LOCAL
from portal.core.settings import settings
from portal.fund.queries.projects import lines_that_hold
from portal.fund.rules.disclosure import shown_contractor, shown_payee
from portal.fund.terms.projects import NoticeKind, PaymentState, ProjectState

S = ProjectState
FEN_A_YUAN = 100
# How far a project is, in the standard's words: of its tender, and of its contract where there is one.
TENDER = {S.NOTICE: "planned", S.STREET: "planned", S.COUNTY: "planned", S.STOPPED: "cancelled"}
CONTRACT = {S.CLOSED: "terminated", S.STOPPED: "cancelled"}
Tag = Literal["planning", "award", "contract", "implementation"]
Role = Literal["buyer", "payer", "supplier", "payee"]


class Part(BaseModel):
    """Base of the parts of a release: nothing that the standard does not name."""

    model_config = ConfigDict(extra="forbid")


class Value(Part):
    """An amount of money in yuan."""

    amount: float = Field(ge=0)
    currency: Literal["CNY"] = "CNY"


class Period(Part):
    """From when until when."""

    startDate: datetime | None = None  # noqa: N815  the standard's own name
    endDate: datetime | None = None  # noqa: N815


class Party(Part):
    """An organisation, or a person masked, and what it does in the process."""

    id: str
    name: str
    roles: list[Role]


class PartyReference(Part):
    """A party by its id in this release."""

    id: str
    name: str


class Budget(Part):
    """What is planned to be spent."""

    id: str
    description: str
    project: str
    projectID: str  # noqa: N815
    amount: Value
    uri: str


class Planning(Part):
    """Why, and with what money."""

    rationale: str
    budget: Budget


class Tender(Part):
    """The process itself."""

    id: str
    title: str
    description: str
    status: Literal["planned", "active", "cancelled", "complete"]
    value: Value
    procuringEntity: PartyReference  # noqa: N815
    enquiryPeriod: Period | None = None  # noqa: N815


class Award(Part):
    """Who does it."""

    id: str
    title: str
    status: Literal["active", "cancelled"]
    date: datetime
    value: Value
    suppliers: list[PartyReference]


class Transaction(Part):
    """A payment."""

    id: str
    source: str
    date: datetime
    value: Value
    payer: PartyReference
    payee: PartyReference
    uri: str


class Implementation(Part):
    """What was paid."""

    transactions: list[Transaction]


class Contract(Part):
    """The contract and what was paid of it."""

    id: str
    awardID: str  # noqa: N815
    title: str
    status: Literal["active", "terminated", "cancelled"]
    period: Period
    value: Value
    dateSigned: datetime | None = None  # noqa: N815
    implementation: Implementation


class Release(Part):
    """What is known of a project at a moment."""

    ocid: str = Field(min_length=1)
    id: str = Field(min_length=1)
    date: datetime
    tag: list[Tag] = Field(min_length=1)
    initiationType: Literal["tender"] = "tender"  # noqa: N815
    language: str = "zh"
    parties: list[Party]
    buyer: PartyReference
    planning: Planning
    tender: Tender
    awards: list[Award] = []
    contracts: list[Contract] = []


class Publisher(Part):
    """Who publishes it."""

    name: str
    uri: str


class Package(Part):
    """A release package."""

    uri: str
    version: Literal["1.1"] = "1.1"
    publishedDate: datetime  # noqa: N815
    publisher: Publisher
    publicationPolicy: str  # noqa: N815
    releases: list[Release]


def package(projects: Sequence[Any], address: str) -> dict[str, Any]:
    """The release package at an address; published with the last of its releases, none of which may be later."""
    releases = list(map(release, projects))
    told = Package(
        uri=address,
        publishedDate=max((one.date for one in releases), default=datetime(2000, 1, 1, tzinfo=UTC)),
        publisher=Publisher(name=settings().county_name, uri=url_for("fund.funds", _external=True)),
        publicationPolicy=url_for("fund.funds_dictionary", _external=True),
        releases=releases,
    )
    return told.model_dump(mode="json", exclude_none=True)


def release(project: Any) -> Release:
    """A project as everybody may see it."""
    buyer = PartyReference(id=project.organisation.code, name=project.organisation.name)
    paid = [one for one in project.payments if one.state is PaymentState.PAID]
    awards, contracts = _awards(project), _contracts(project, paid, buyer)
    tags: list[Tag] = ["planning"]
    tags += ["award"] if awards else []
    tags += ["contract"] if contracts else []
    tags += ["implementation"] if paid else []
    return Release(
        ocid=f"{settings().ocds_prefix}-{project.code}",
        id=f"{project.code}-{project.state_since.astimezone(UTC):%Y%m%dT%H%M%SZ}-{len(paid)}",
        date=max([project.state_since, *(_moment(one.paid_on) for one in paid if one.paid_on)]),
        tag=tags,
        parties=_parties(project, paid),
        buyer=buyer,
        planning=_planning(project),
        tender=_tender(project, buyer),
        awards=awards,
        contracts=contracts,
    )


def _planning(project: Any) -> Planning:
    lines = "；".join(f"{line.what} {line.fen / FEN_A_YUAN:.2f}" for line in lines_that_hold(project))
    budget = Budget(
        id=f"{project.purse.value}-{project.year}",
        description=lines,
        project=project.title,
        projectID=project.code,
        amount=_value(project.budget_fen),
        uri=url_for("fund.community_funds", code=project.organisation.code, year=project.year, _external=True),
    )
    return Planning(rationale=project.need, budget=budget)


def _tender(project: Any, buyer: PartyReference) -> Tender:
    notice = next((one for one in project.notices if one.kind is NoticeKind.PLAN), None)
    asked = Period(startDate=_moment(notice.from_day), endDate=_moment(notice.last_day)) if notice else None
    status: Any = TENDER.get(project.state, "complete")
    what = {"id": project.code, "title": project.title, "description": project.aim or project.need}
    return Tender(**what, status=status, value=_value(project.budget_fen), procuringEntity=buyer, enquiryPeriod=asked)


def _awards(project: Any) -> list[Award]:
    if not project.contractor or project.contract_day is None:
        return []
    status: Any = "cancelled" if project.state is S.STOPPED else "active"
    name = shown_contractor(project.contractor)
    supplier = PartyReference(id=_party_id(name), name=name)
    known = {"id": f"{project.code}-A", "title": project.title, "date": _moment(project.contract_day)}
    return [Award(**known, status=status, value=_value(project.budget_fen), suppliers=[supplier])]


def _contracts(project: Any, paid: Sequence[Any], buyer: PartyReference) -> list[Contract]:
    if not project.contractor or project.contract_day is None:
        return []
    status: Any = CONTRACT.get(project.state, "active")
    ends = project.accepted_on or project.finish_by
    return [
        Contract(
            id=f"{project.code}-C",
            awardID=f"{project.code}-A",
            title=project.title,
            status=status,
            period=Period(startDate=_moment(project.contract_day), endDate=_moment(ends) if ends else None),
            value=_value(project.budget_fen),
            dateSigned=_moment(project.contract_day),
            implementation=Implementation(transactions=[_transaction(project, one, buyer) for one in paid]),
        )
    ]


def _transaction(project: Any, one: Any, buyer: PartyReference) -> Transaction:
    payee = shown_payee(one.payee, is_person=one.payee_is_person)
    address = url_for("fund.public_project", code=project.code, _external=True)
    return Transaction(
        id=one.code,
        source=address,
        date=_moment(one.paid_on or one.invoice_day),
        value=_value(one.fen),
        payer=buyer,
        payee=PartyReference(id=_party_id(payee), name=payee),
        uri=address,
    )


def _parties(project: Any, paid: Sequence[Any]) -> list[Party]:
    parties = [Party(id=project.organisation.code, name=project.organisation.name, roles=["buyer", "payer"])]
    roles: dict[str, list[Role]] = {shown_contractor(project.contractor): ["supplier"]} if project.contractor else {}
    for one in paid:
        known = roles.setdefault(shown_payee(one.payee, is_person=one.payee_is_person), [])
        known += [] if "payee" in known else ["payee"]
    return parties + [Party(id=_party_id(name), name=name, roles=of_name) for name, of_name in roles.items()]


def _party_id(name: str) -> str:
    """Firms are known by their names only; the same name is the same party within a release."""
    return f"name:{name}"


def _value(fen: int) -> Value:
    return Value(amount=fen / FEN_A_YUAN)


def _moment(day: date) -> datetime:
    """The beginning of a day in the county: the standard wants moments."""
    return datetime.combine(day, time(), LOCAL)
