"""Every address with a code in it, as every role that may call it: what lies outside one's subtree does not exist."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from shapely import MultiPolygon, box
from sqlalchemy import select

from portal.account.signed_in import who_may
from portal.account.terms import Role
from portal.core.access import FOR_EVERYBODY
from portal.core.database import session, transaction
from portal.core.files import keep
from portal.core.stamps import bump
from portal.demo.staff import TABLE
from portal.fund.models.ledger import Transfer, Voucher
from portal.fund.models.projects import (
    FundProject,
    Objection,
    PaymentRequest,
    ProjectPhoto,
    ProjectQuestion,
    PublicNotice,
)
from portal.fund.models.supervision import Finding, FindingStep, PaymentBatch, PaymentBatchLine
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.fund.terms.projects import NeedFrom, NoticeKind, PaymentState, ProjectState
from portal.fund.terms.supervision import BatchLineState, BatchState, FindingState
from portal.grid.models.events import Event, EventPhoto
from portal.grid.models.ground import Absence, Building, Community, Grid, GridDuty, ResidentialArea
from portal.grid.models.logs import LogPhoto, ServiceLog
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.models.tasks import GridTask, Round, TaskStop
from portal.grid.terms.events import EventChannel, EventState, EventUrgency, HandlerKind, PhotoMoment
from portal.grid.terms.ground import AbsenceKind, DutyKind
from portal.grid.terms.logs import LogChannel
from portal.grid.terms.social import ServiceState, SocialField, SocialKind
from portal.grid.terms.tasks import RoundEvery, StopState, TaskKind, TaskState
from portal.organisation.models import (
    Appointment,
    Body,
    BodyMember,
    CommunityWorker,
    GradeStep,
    HandOverItem,
    HorizontalOrganisation,
    Organisation,
    PayTable,
    Person,
    PlannedChange,
    Posting,
)
from portal.organisation.terms import (
    BodyKind,
    BodyRole,
    Certificate,
    Education,
    HandOverKind,
    PlanState,
    Pool,
    Post,
    PostingKind,
    Sector,
    StepReason,
    TreeChange,
    Way,
    WorkerPost,
)
from portal.privacy.models import Correction, DataRequest
from portal.privacy.terms import CorrectionState, RequestKind, RequestState
from portal.registration.models.feedback import Feedback
from portal.registration.models.lists import Need
from portal.registration.models.reporting import Application, PaperForm
from portal.registration.models.roster import Member, Unit
from portal.registration.models.rulebook import RegistrationRules
from portal.registration.models.service import Activity, PostClaim, ServiceHours, ServicePost
from portal.registration.models.wishes import Wish, WishPhoto
from portal.registration.queries.rulebook import defaults
from portal.registration.terms.feedback import FeedbackState
from portal.registration.terms.lists import ListState, ResourceKind
from portal.registration.terms.reporting import ApplicationState, Channel, PaperKind, ReportKind
from portal.registration.terms.roster import ReportState, ServiceField, UnitKind
from portal.registration.terms.service import ActivityState, ClaimState, HoursFrom, PostState
from portal.registration.terms.wishes import Urgency, WishKind, WishState
from portal.star.models.quarters import StarQuarter, StarSheet
from portal.star.models.secretaries import Secretary, StarEvidence, StarRating
from portal.star.models.uses import StarUse
from portal.star.models.years import StarAppeal
from portal.star.terms.scoring import QuarterState
from portal.star.terms.stars import EvidenceKind, EvidenceState, Grade, SecretaryKind
from portal.star.terms.uses import UseKind, UseState
from portal.star.terms.years import AppealAbout, AppealState
from tests.house.test_walk import call, token_of
from tests.people import a_tree, an_account, enter
from tests.station.conftest import station

# Who may do what does not depend on the engine.
pytestmark = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)

COMMUNITY, BRANCH, SIBLING, PARENT, COUNTY = "371322001001", "371322001001-B01", "371322001002", "371322001", "371322"
DAY, MOMENT = date(2026, 1, 5), datetime(2026, 1, 5, tzinfo=UTC)
# What belongs to whoever is signed in, or to the whole county; and pages that everybody may see.
NOT_BY_SUBTREE = {
    *("account", "accounts", "api", "exports", "imports", "overview", "record"),
    *("own-record", "own-report", "own-unit", "own-feedback", "own-stars"),
    *("star-pay", "star-benefits", "star-board", "star-years", "star-runs"),
    *("wishes-to-take", "posts-to-claim", "activities-to-join", "attend"),
    *(
        "my-tasks",
        "my-events",
    ),
    *("wishes-to-take", "posts-to-claim", "activities-to-join", "attend", "my-logs"),
}
# By the first word of an address: the code of the thing of that kind that `things` puts into a place.
KINDS = {
    "tree": "{place}",
    "planned-changes": "N-{place}",
    "people": "P-{place}",
    "community-workers": "P-{place}",
    "appointments": "A-{place}",
    "postings": "S-{place}",
    "hand-overs": "O-{place}",
    "grids": "G-{place}",
    "residential-areas": "E-{place}",
    "buildings": "F-{place}",
    "duties": "D-{place}",
    "absences": "L-{place}",
    "bodies": "B-{place}",
    "body-members": "M-{place}",
    "horizontal-organisations": "X-{place}",
    "corrections": "C-{place}",
    "data-requests": "R-{place}",
    "units": "N-{place}",
    "members": "E-{place}",
    "needs": "V-{place}",
    "feedback": "K-{place}",
    "wish-board": "W-{place}",
    "wish-photos": "I-{place}",
    "registration": "{place}",
    "posts": "T-{place}",
    "post-claims": "J-{place}",
    "activities": "Y-{place}",
    "service-hours": "H-{place}",
    "reports": "Q-{place}",
    "paper": "F{place}",
    "my-stations": "ST-{place}",
    "event-desk": "E-{place}",
    "grid-boards": "{place}",
    "event-photos": "K-{place}",
    "fund-books": "V-{place}",
    "fund-projects": "F-{place}",
    "fund-payments": "Z-{place}",
    "fund-objections": "O-{place}",
    "fund-photos": "H-{place}",
    "fund-questions": "Q-{place}",
    "secretaries": "S-{place}",
    "star-evidence": "SE-{place}",
    "star-quarters": "SQ-{place}",
    "star-sheets": "SB-{place}",
    "star-appeals": "SA-{place}",
    "star-uses": "SU-{place}",
    "fund-statements": "{place}",
    "fund-findings": "J-{place}",
    "fund-finding-files": "J-{place}." + sha256(b"a picture").hexdigest()[:16],
    "fund-batches": "B-{place}",
    "fund-files": "F-{place}." + sha256(b"a picture").hexdigest()[:16],
    "tasks": "U-{place}",
    "task-photos": "Z-{place}",
    "rounds": "V-{place}",
    "service-logs": "LOG-{place}",
    "social-organisations": "SO-{place}",
    "stationings": "ST-{place}",
    "social-services": "SS-{place}",
    "log-photos": "PIC-{place}",
}


def a_community(at: Organisation) -> Community:
    """The ground of an organisation."""
    area = f"SRID=4326;{MultiPolygon([box(118.3, 34.6, 118.4, 34.7)]).wkt}"
    made = Community(code=at.code, organisation=at, area=area, name="和平社区", pinyin="heping", initials="hp")
    session.add(made)
    return made


def things(place: str, community: Community) -> None:
    """One of each kind in an organisation."""
    at = session.scalars(select(Organisation).where(Organisation.code == place)).one()
    known = {"name": "王小红", "pinyin": "wangxiaohong", "education": Education.BACHELOR}
    person = Person(code=f"P-{place}", organisation=at, **known)
    here, began = {"person": person, "organisation": at}, {"from_day": DAY, "ended_because": ""}
    chosen = {"post": Post.SECRETARY, "pool": Pool.RESERVE, "way": Way.NOMINATION}
    body = Body(code=f"B-{place}", kind=BodyKind.STREET_JOINT, name=f"大工委{place}", organisation=at, founded_on=DAY)
    seat = {
        "name": "李四",
        "unit": "县医院",
        "role": BodyRole.PART_TIME,
        "from_day": DAY,
        "term_ends": date(2029, 1, 5),
    }
    area = f"SRID=4326;{box(118.3, 34.6, 118.31, 34.7).wkt}"
    grid = Grid(code=f"G-{place}", name="第一网格", community=community, organisation=at, area=area)
    hired = {"post": WorkerPost.STAFF, "has_degree": False, "certificate": Certificate.NONE, "batch": "2026"}
    if place not in {COMMUNITY, BRANCH}:
        community = a_community(at)
    stands = {"name": "花园", "point": "SRID=4326;POINT(118.35 34.65)"}
    area = ResidentialArea(code=f"E-{place}", pinyin="x", initials="x", community=community, **stands)
    session.add(Building(code=f"F-{place}", residential_area=area, **stands))
    worker = CommunityWorker(person=person, hired_on=DAY, **hired)
    asked = {"wanted": '{"name": "王晓红"}', "asked_by": "x", "asked_at": MOMENT, "answer": ""}
    request = {"kind": RequestKind.COPY, "name": "王小红", "wish": "全部", "taken_by": "x", "answer": ""}
    planned = {"wanted": {"name": "甲"}, "day": date(2027, 1, 1), "entered_by": "x", "entered_at": MOMENT}
    session.add_all(
        [
            Appointment(code=f"A-{place}", **here, **began, **chosen),
            Posting(code=f"S-{place}", **here, **began, kind=PostingKind.INSTRUCTOR, sent_by="县委"),
            HandOverItem(code=f"O-{place}", person=person, kind=HandOverKind.DEVICE, what="手机", taken_by=""),
            GridDuty(code=f"D-{place}", grid=grid, person=person, kind=DutyKind.PRIMARY, from_day=DAY),
            Absence(code=f"L-{place}", person=person, kind=AbsenceKind.LEAVE, from_day=DAY, until_day=DAY),
            BodyMember(code=f"M-{place}", body=body, **seat),
            HorizontalOrganisation(
                code=f"X-{place}", name=f"商圈{place}", sector=Sector.PROPERTY_COMPANY, organisation=at
            ),
            Correction(code=f"C-{place}", person=person, state=CorrectionState.WAITING, **asked),
            DataRequest(
                code=f"R-{place}", organisation=at, received_on=DAY, due_on=DAY, state=RequestState.OPEN, **request
            ),
            PlannedChange(
                code=f"N-{place}", kind=TreeChange.RENAME, organisation=at, state=PlanState.WAITING, **planned
            ),
            worker,
        ]
    )
    session.flush()
    member = reporting(place, at)
    listing(place, at, member)
    service(place, at, member)
    wishes(place, at)
    tasks(place, at, grid)
    events(place, at, grid)
    stations(place, at, grid)
    money(place, at)
    fund_project(place, at)
    rated(place, at, person)
    logs(place, at, grid)
    social(place, at)
    step = {"from_day": DAY, "grade": 1, "reason": StepReason.PLACED, "entered_by": "x"}
    session.add(GradeStep(worker_id=worker.id, **step))


def reporting(place: str, at: Organisation) -> Member:
    """A unit with a member who reports, and a printed form."""
    known = {"name": f"县水利局{place}", "pinyin": "x", "initials": "x", "entered_on": DAY, "organisation": at}
    unit = Unit(code=f"N-{place}", kind=UnitKind.OFFICE, state=ReportState.REGISTERED, **known)
    member = Member(code=f"E-{place}", unit=unit, state=ReportState.REGISTERED, **known)
    sent = {"channel": Channel.PHONE, "typed": "{}", "submitted_by": "x", "submitted_at": MOMENT}
    how = {"kind": ReportKind.MEMBER, "state": ApplicationState.SUBMITTED}
    report = Application(code=f"Q-{place}", member=member, organisation=at, **sent, **how)
    printed = {"printed_by": "x", "printed_at": MOMENT}
    form = PaperForm(code=f"F{place}", kind=PaperKind.CHECK_IN, organisation=at, **printed)
    session.add_all([unit, member, report, form])
    session.flush()
    return member


def listing(place: str, at: Organisation, member: Member) -> None:
    """What the community needs, and what it writes on the member's year."""
    needed = {"kind": ResourceKind.VENUE, "field": ServiceField.CULTURE, "title": "场地", "from_day": DAY}
    said = {"year": 2026, "state": FeedbackState.DRAFT, "organisation": at}
    session.add(Need(code=f"V-{place}", organisation=at, state=ListState.OPEN, entered_by="x", **needed))
    session.add(Feedback(code=f"K-{place}", member=member, **said))


def service(place: str, at: Organisation, member: Member) -> None:
    """A post that the member claims, an activity, and minutes that he served."""
    where = {"organisation": at, "field": ServiceField.SAFETY, "title": "巡逻", "places": 1}
    post = ServicePost(code=f"T-{place}", from_day=DAY, state=PostState.OPEN, entered_by="x", **where)
    claimed = {"state": ClaimState.CLAIMED, "claimed_at": MOMENT, "reason": ""}
    held = {"starts_at": MOMENT, "ends_at": MOMENT, "sign_up_until": MOMENT, "state": ActivityState.OPEN}
    served = {"day": DAY, "minutes": 60, "served_for": HoursFrom.OTHER, "field": ServiceField.OTHER}
    entered = {"entered_by": "x", "entered_at": MOMENT}
    session.add_all(
        [
            PostClaim(code=f"J-{place}", post=post, member=member, **claimed),
            Activity(code=f"Y-{place}", place="广场", organiser="x", code_secret="A" * 32, **held, **where),
            ServiceHours(code=f"H-{place}", member=member, organisation=at, **served, **entered),
        ]
    )


def wishes(place: str, at: Organisation) -> None:
    """A wish with a picture that nobody has looked at yet."""
    told = {"kind": WishKind.HELP, "field": ServiceField.CARE, "urgency": Urgency.USUAL, "text": "换灯泡"}
    wish = Wish(code=f"W-{place}", tracking_digest=place, organisation=at, channel=Channel.PHONE, filed_by="x", **told)
    wish.enter(WishState.SUBMITTED, by="x", at=MOMENT, due=DAY)
    wish.filed_at = MOMENT
    key = keep(b"a picture")
    seen = {"shown_key": key} if place == BRANCH else {}
    session.add(WishPhoto(code=f"I-{place}", wish=wish, original_key=key, added_by="x", added_at=MOMENT, **seen))


def tasks(place: str, at: Organisation, grid: Grid) -> None:
    """A task with a place that was done, and a round that comes."""
    told = {"kind": TaskKind.CHECK, "title": "检查", "organisation": at, "made_by": "x"}
    task = GridTask(code=f"U-{place}", from_day=DAY, due_on=DAY, state=TaskState.OPEN, made_at=MOMENT, **told)
    known = {"label": "1 号楼", "lat": 34.65, "lon": 118.305, "state": StopState.DONE, "photo_key": keep(b"a picture")}
    task.stops = [TaskStop(code=f"Z-{place}", grid=grid, **known)]
    comes = {"every": RoundEvery.WEEK, "days_to_do": 5, "starts_on": DAY, "next_on": DAY}
    session.add_all([task, Round(code=f"V-{place}", **told, **comes)])


def logs(place: str, at: Organisation, grid: Grid) -> None:
    """A service that was logged, with a picture."""
    said = {"kind": "visit", "logged_by": "x", "happened_at": MOMENT, "day": DAY, "received_at": MOMENT, "helped": 1}
    log = ServiceLog(code=f"LOG-{place}", grid=grid, organisation=at, channel=LogChannel.PHONE, **said)
    log.content_digest = ""
    log.photos = [LogPhoto(code=f"PIC-{place}", file_key=keep(b"a picture"), content_digest="", added_at=MOMENT)]
    session.add(log)


def events(place: str, at: Organisation, grid: Grid) -> None:
    """An event that the community handles, done, with a picture that nobody has looked at yet."""
    told = {"kind": "rubbish", "urgency": EventUrgency.USUAL, "text": "垃圾", "channel": EventChannel.RESIDENT}
    here = {"organisation": at, "holder": HandlerKind.COMMUNITY, "holder_organisation": at, "grid": grid}
    event = Event(code=f"E-{place}", filed_by="x", filed_at=MOMENT, state_since=MOMENT, **told, **here)
    event.state = EventState.ASSIGNED
    key = keep(b"a picture")
    seen = {"shown_key": key} if place == BRANCH else {}
    taken = {"moment": PhotoMoment.BEFORE, "added_by": "x", "added_at": MOMENT}
    event.photos = [EventPhoto(code=f"K-{place}", original_key=key, **taken, **seen)]
    session.add(event)


def social(place: str, at: Organisation) -> None:
    """A social organisation that is stationed with who keeps it, and what it plans, with a picture."""
    known = {"name": f"志愿团{place}", "pinyin": "x", "initials": "x", "phone": "x", "entered_on": DAY}
    made = SocialOrganisation(code=f"SO-{place}", kind=SocialKind.VOLUNTEERS, organisation=at, **known)
    told = {"day": DAY, "field": SocialField.OTHER, "title": "x", "minutes": 0, "participants": 0, "beneficiaries": 0}
    service = SocialService(code=f"SS-{place}", social=made, organisation=at, state=ServiceState.PLANNED, **told)
    service.photo_key, service.entered_by, service.entered_at = keep(b"a picture"), "x", MOMENT
    session.add_all([service, Stationing(code=f"ST-{place}", social=made, organisation=at, from_day=DAY)])


def stations(place: str, at: Organisation, grid: Grid) -> None:
    """A position of the ground."""
    session.add(station(f"ST-{place}", bump("stations"), organisation=at, grid=grid))


def money(place: str, at: Organisation) -> None:
    """A voucher that gave an organisation something."""
    number = {COMMUNITY: 1, BRANCH: 2, SIBLING: 3, PARENT: 4}[place]
    told = {"kind": VoucherKind.ALLOCATION, "about": "拨付", "posted_by": "x", "posted_at": MOMENT, "total_fen": 1}
    voucher = Voucher(code=f"V-{place}", year=2026, number=number, day=DAY, period="2026-01", **told)
    accounts = {"from_account": Account.TREASURY, "to_account": Account.AVAILABLE}
    moved = Transfer(organisation=at, purse=Purse.WORK, year=2026, fen=1, **accounts)
    voucher.transfers = [moved]
    session.add(voucher)


def fund_project(place: str, at: Organisation) -> None:
    """A project on notice with an objection, an invoice to be paid, its contract and a picture."""
    known = {"purse": Purse.SERVICE, "year": 2026, "use": "facilities", "need_from": NeedFrom.RESIDENTS, "need": "x"}
    since = {"state": ProjectState.NOTICE, "state_since": MOMENT, "entered_at": MOMENT, "asked_by": "x"}
    key = keep(b"a picture")
    told = {"title": "照明", "organisation": at, "budget_fen": 1, "contract_key": key}
    made = FundProject(code=f"F-{place}", **told, **known, **since)
    bill = {"fen": 1, "invoice_number": "1", "invoice_day": DAY, "payee": "x", "payee_is_person": False, "what": "x"}
    asked = {"state": PaymentState.ASKED, "asked_by": "x", "asked_at": MOMENT, "bank_account": "1"}
    made.payments = [PaymentRequest(code=f"Z-{place}", **bill, **asked)]
    seen = {"shown_key": key} if place == BRANCH else {}
    made.photos = [ProjectPhoto(code=f"H-{place}", original_key=key, added_by="x", added_at=MOMENT, **seen)]
    notice = PublicNotice(version=1, kind=NoticeKind.PLAN, from_day=DAY, last_day=DAY, posted_by="x")
    notice.objections = [Objection(code=f"O-{place}", text="x", made_at=MOMENT, made_by="x")]
    made.notices = [notice]
    asked = ProjectQuestion(code=f"Q-{place}", project=made, text="x", asked_at=MOMENT)
    session.add_all([made, asked])
    supervised(place, at, made)


def rated(place: str, at: Organisation, person: Person) -> None:
    """A secretary with a piece of evidence and a rating."""
    known = {"kind": SecretaryKind.VILLAGE, "town": "x", "place": "x", "both": False, "dispatched": False}
    made = Secretary(code=f"S-{place}", person=person, organisation=at, term_from=DAY, **known)
    made.prior_months, made.entered_by = 0, "x"
    told = {"kind": EvidenceKind.INCOME, "day": DAY, "title": "x", "state": EvidenceState.FILED, "filed_by": "x"}
    evidence = StarEvidence(code=f"SE-{place}", secretary=made, year=2026, filed_at=MOMENT, **told)
    evidence.file_key = keep(b"a picture")
    scored = {"grade": Grade.EXCELLENT, "score": 9500, "quarters": [9500] * 4, "reasons": [], "before": 0, "stars": 2}
    rating = StarRating(secretary=made, year=2025, is_initial=True, version=1, rated_by="x", rated_at=MOMENT, **scored)
    session.add_all([made, evidence, rating])
    scored_by_quarter(place, at, made)


def scored_by_quarter(place: str, at: Organisation, secretary: Secretary) -> None:
    """A quarter that is ranked, with a sheet and its document, and an appeal against it."""
    item = {"code": "T1", "name": "x", "weight": 100, "source": "key_work", "method": "check"}
    known = {"year": 2026, "quarter": 1, "kind": SecretaryKind.VILLAGE, "items": [item], "opened_by": "x"}
    quarter = StarQuarter(code=f"SQ-{place}", organisation=at, state=QuarterState.CLOSED, opened_at=MOMENT, **known)
    mark = {"score": 9000, "note": "", "by": "x", "at": "2026-03-31T10:00+08:00", "file": keep(b"a picture")}
    sheet = StarSheet(code=f"SB-{place}", quarter=quarter, secretary=secretary, scores={"T1": mark}, score=9000)
    sheet.place, sheet.people = 1, 1
    told = {"about": AppealAbout.SHEET, "text": "x", "filed_at": MOMENT, "due_on": DAY, "state": AppealState.WAITING}
    use = {"kind": UseKind.COMMEND, "state": UseState.PROPOSED, "why": "x", "proposed_by": "x", "proposed_at": MOMENT}
    session.add(StarUse(code=f"SU-{place}", secretary=secretary, year=2025, **use))
    session.add_all([quarter, sheet, StarAppeal(code=f"SA-{place}", secretary=secretary, year=2026, **told)])


def supervised(place: str, at: Organisation, project: FundProject) -> None:
    """A finding with a document, and a file for the bank."""
    told = {"about": "", "question": "x", "state": FindingState.ASKED, "asked_by": "x", "asked_at": MOMENT}
    finding = Finding(code=f"J-{place}", organisation=at, **told)
    step = {"state": FindingState.ASKED, "text": "x", "by": "x", "at": MOMENT}
    finding.steps = [FindingStep(file_key=keep(b"a picture"), **step)]
    batch = PaymentBatch(code=f"B-{place}", state=BatchState.MADE, made_by="x", made_at=MOMENT)
    line = {"position": 1, "fen": 1, "state": BatchLineState.WAITING}
    batch.lines = [PaymentBatchLine(request=project.payments[0], **line)]
    session.add_all([finding, batch])


@pytest.fixture
def ground(app):
    with transaction():
        a_tree()
        session.add(PayTable(**TABLE))
        figures = replace(defaults(), attendance_code=True).as_values()
        session.add(RegistrationRules(from_day=DAY, values=figures, origin="x", issued_by="x"))
        community = a_community(session.scalars(select(Organisation).where(Organisation.code == COMMUNITY)).one())
        for place in (COMMUNITY, BRANCH, SIBLING, PARENT):
            things(place, community)


def scoped(app) -> list[tuple[str, str, str]]:
    """Method, address with {place} in it, and permission of each route that leads to one thing."""
    found = []
    for rule in app.url_map.iter_rules():
        permission = app.view_functions[rule.endpoint].permission
        kind = rule.rule.split("/")[1]
        if not rule.arguments or permission in FOR_EVERYBODY or kind in NOT_BY_SUBTREE:
            continue
        address = rule.rule.replace("<string:code>", KINDS[kind])
        method = "GET" if "GET" in rule.methods else "POST"
        found.append((method, address, permission))
    return found


def visitor_over(app, role: Role, over: str):
    with transaction():
        an_account("walker", (role, over))
    client = app.test_client()
    enter(client, "walker")
    return client, token_of(client)


@pytest.mark.parametrize("role", list(Role))
def test_what_lies_beside_or_above_ones_subtree_does_not_exist(ground, app, role):
    client, token = visitor_over(app, role, COMMUNITY)
    for method, address, permission in scoped(app):
        if role not in who_may()[permission]:
            continue
        for place in (SIBLING, PARENT):
            there = address.format(place=place)
            status = call(client, method, there, token).status_code
            assert status == 404, f"{method} {there} answered {role} of {COMMUNITY} {status}"


@pytest.mark.parametrize("over", [COMMUNITY, COUNTY])
@pytest.mark.parametrize("role", list(Role))
def test_what_lies_in_ones_subtree_is_there_and_so_it_is_for_who_stands_above(ground, app, role, over):
    client, token = visitor_over(app, role, over)
    lacking = [
        f"{method} {address}"
        for method, address, permission in scoped(app)
        if role in who_may()[permission] and method == "GET"
        if all(call(client, method, address.format(place=one), token).status_code == 404 for one in (COMMUNITY, BRANCH))
    ]
    assert lacking == []


def test_every_address_that_leads_to_one_thing_is_walked(app):
    assert len(scoped(app)) > 40
