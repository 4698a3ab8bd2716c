"""What is done with shared projects: proposed by one side, agreed by the other, carried out, noted, ended."""

import secrets
from datetime import date

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.registration.models.lists import Need, ProjectRecord, Resource, SharedProject
from portal.registration.queries import projects as queries
from portal.registration.rules import lists as rules
from portal.registration.terms.lists import ListFault, ListState, ProjectState, Side


def propose_project(
    resource: Resource,
    need: Need,
    *,
    side: Side,
    title: str,
    agreement: str,
    due_on: date,
    by: str,
    today: date,
) -> SharedProject:
    """One side proposes to meet a need with a resource; its own word is given by that, the other's is waited for."""
    if {resource.state, need.state} != {ListState.OPEN}:
        raise Refused(ListFault.TAKEN.label)
    if due_on < today:
        raise Refused(ListFault.PAST.label, "due_on")
    made = SharedProject(
        code=secrets.token_hex(5),
        title=title.strip(),
        unit=resource.unit,
        organisation=need.organisation,
        resource=resource,
        need=need,
        agreement=agreement.strip(),
        state=ProjectState.PROPOSED,
        due_on=due_on,
        proposed_by=by,
    )
    _give_word(made, side, today)
    session.add(made)
    record(by, "project.propose", made.code, resource=resource.code, need=need.code, side=side.value)
    return made


def amend_project(
    project: SharedProject, *, side: Side, title: str, agreement: str, due_on: date, by: str, today: date
) -> None:
    """Other words before both agreed: who writes them has given his word, the other has to give it anew."""
    if project.state is not ProjectState.PROPOSED:
        raise Refused(ListFault.STATE.label)
    if due_on < today:
        raise Refused(ListFault.PAST.label, "due_on")
    before = {"title": project.title, "agreement": project.agreement, "due_on": project.due_on.isoformat()}
    project.title, project.agreement, project.due_on = title.strip(), agreement.strip(), due_on
    project.unit_agreed_on = project.community_agreed_on = None
    _give_word(project, side, today)
    after = {"title": project.title, "agreement": project.agreement, "due_on": due_on.isoformat()}
    record(by, "project.amend", project.code, side=side.value, before=before, after=after)


def agree_project(project: SharedProject, *, side: Side, by: str, today: date) -> None:
    """The other side gives its word. Two who want the same resource or need wait for each other here."""
    _wait_for(project)
    if _word_of(project, side) is not None:
        raise Refused(ListFault.OTHER_SIDE.label)
    if any(line is not None and line.state is not ListState.OPEN for line in (project.resource, project.need)):
        raise Refused(ListFault.TAKEN.label)
    _give_word(project, side, today)
    _move(project, ProjectState.AGREED, side)
    record(by, "project.agree", project.code, side=side.value)


def begin_project(project: SharedProject, *, side: Side, by: str) -> None:
    """It is under way."""
    _move(project, ProjectState.UNDER_WAY, side)
    record(by, "project.begin", project.code)


def note_project(
    project: SharedProject,
    *,
    side: Side,
    day: date,
    what: str,
    beneficiaries: int,
    photo: bytes,
    by: str,
    today: date,
) -> ProjectRecord:
    """What was done on a day, for how many people; the first note says that the project is under way."""
    if day > today:
        raise Refused(ListFault.FUTURE.label, "day")
    if project.state is ProjectState.AGREED:
        _move(project, ProjectState.UNDER_WAY, side)
    if project.state is not ProjectState.UNDER_WAY:
        raise Refused(ListFault.STATE.label)
    made = ProjectRecord(
        project=project,
        day=day,
        what=what.strip(),
        beneficiaries=beneficiaries,
        photo_key=_kept(photo) if photo else None,
        noted_by=by,
    )
    session.add(made)
    record(by, "project.note", project.code, day=day.isoformat(), what=made.what, beneficiaries=beneficiaries)
    return made


def finish_project(project: SharedProject, *, side: Side, by: str, today: date) -> None:
    """The community finds it done; something must have been noted."""
    if not queries.has_records(project):
        raise Refused(ListFault.RECORD.label)
    _move(project, ProjectState.DONE, side)
    project.ended_on = today
    record(by, "project.finish", project.code)


def cancel_project(project: SharedProject, *, side: Side, reason: str, by: str, today: date) -> None:
    """One side ends it, and says why; resource and need can be had again."""
    _move(project, ProjectState.CANCELLED, side)
    project.ended_on, project.ended_because = today, reason.strip()
    record(by, "project.cancel", project.code, side=side.value, reason=project.ended_because)


def _move(project: SharedProject, state: ProjectState, side: Side) -> None:
    if not rules.may_move(project.state, state, side):
        raise Refused(ListFault.STATE.label)
    follows = rules.followed(project.state, state)
    project.state = state
    for line in (project.resource, project.need):
        if line is not None and follows is not None:
            line.state = follows


def _wait_for(project: SharedProject) -> None:
    for table, key in ((Resource, project.resource_id), (Need, project.need_id)):
        if key is not None:
            locked = select(table).where(table.id == key).with_for_update()
            session.scalars(locked.execution_options(populate_existing=True)).one()


def _word_of(project: SharedProject, side: Side) -> date | None:
    return project.unit_agreed_on if side is Side.UNIT else project.community_agreed_on


def _give_word(project: SharedProject, side: Side, today: date) -> None:
    if side is Side.UNIT:
        project.unit_agreed_on = today
    else:
        project.community_agreed_on = today


def _kept(photo: bytes) -> str:
    try:
        return keep_photo(photo)
    except Refused:
        raise Refused(ListFault.PHOTO.label, "photo") from None
