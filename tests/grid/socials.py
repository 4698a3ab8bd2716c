"""Social organisations, stationings and services as tests need them, below the small tree."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from portal.core.database import session
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.terms.social import ServiceState, SocialField, SocialKind
from tests.grid.land import HERE, organisation

STREET = "371322001"
DAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 2, tzinfo=UTC)


def a_social(name: str = "飞燕志愿团", *, keeper: str = STREET, **more: Any) -> SocialOrganisation:
    known = {"pinyin": "feiyan", "initials": "fy", "kind": SocialKind.VOLUNTEERS, "entered_on": DAY, "volunteers": 30}
    made = SocialOrganisation(code=f"SO-{name}", name=name, organisation=organisation(keeper), **known | more)
    session.add(made)
    session.flush()
    return made


def stationed(social: SocialOrganisation, at: str = HERE) -> Stationing:
    made = Stationing(code=f"ST-{social.name}-{at}", social=social, organisation=organisation(at), from_day=DAY)
    session.add(made)
    session.flush()
    return made


def a_service(social: SocialOrganisation, at: str = HERE, **more: Any) -> SocialService:
    known = {"day": DAY, "field": SocialField.ELDERS, "title": "义诊", "minutes": 90, "participants": 4}
    known |= {"beneficiaries": 20, "state": ServiceState.DONE, "entered_by": "x", "entered_at": NOW, "parties": []}
    known |= {"code": f"SS-{len(session.scalars(select(SocialService.id)).all())}"}
    made = SocialService(social=social, organisation=organisation(at), **known | more)
    session.add(made)
    session.flush()
    return made


def one(code_or_name: str) -> SocialOrganisation:
    session.remove()
    return session.scalars(select(SocialOrganisation).where(SocialOrganisation.name == code_or_name)).one()
