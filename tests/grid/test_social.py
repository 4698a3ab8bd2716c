"""Social organisations and their services: kept, stationed, counted, out and in again; nobody helped is named."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.bulk import jobs
from portal.bulk.models import BulkRun
from portal.bulk.terms import RunState
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.core.sheets import VERSION, Column, write_workbook
from portal.grid.models.social import SocialService, Stationing
from portal.grid.sheets import social as register
from portal.grid.sheets import social_services as services_sheet
from portal.grid.terms.social import ServiceState, SocialKind
from tests.grid.land import BESIDE, HERE, some_ground
from tests.grid.socials import DAY, STREET, a_service, a_social, one, stationed
from tests.registration.counting import selects
from tests.visitor import Visitor

PHONE = "13800000001"
NEW = {"kind": "volunteers", "organisation": STREET, "umbrella": "", "volunteers": "12", "leader_is_member": "yes"}
SERVED = {"day": "2026-03-02", "hours": "1.5", "participants": "4", "beneficiaries": "20", "field": "elders"}


@pytest.fixture
def ground(app):
    with transaction():
        some_ground()


@pytest.fixture
def street(ground, signed_in):
    return signed_in(Role.STREET_OFFICE, STREET, "anna")


def token(visitor) -> str:
    return visitor.opens("/account").html.partition('csrf-token" content="')[2].partition('"')[0]


def services() -> list[SocialService]:
    session.remove()
    return list(session.scalars(select(SocialService).order_by(SocialService.id)))


def a_picture() -> BytesIO:
    written = BytesIO()
    Image.new("RGB", (40, 30), "red").save(written, "PNG")
    return BytesIO(written.getvalue())


def test_one_is_entered_under_a_federation_corrected_stationed_and_ends_with_its_stationing(street):
    federation = {**NEW, "name": "郯欣社工联合会", "kind": "federation"}
    assert street.sends("/social-organisations/new", **federation).status == 303
    above = one("郯欣社工联合会").code
    wanted = {**NEW, "name": "飞燕　志愿团", "umbrella": above, "leader": "王芳", "phone": "123"}
    assert street.sends("/social-organisations/new", **wanted).error_of("phone")
    assert street.sends("/social-organisations/new", **wanted | {"name": "郯欣社工联合会", "phone": ""}).error_of(
        "name"
    )
    assert street.sends("/social-organisations/new", **wanted | {"kind": "federation", "phone": ""}).error_of(
        "umbrella"
    )
    assert street.sends("/social-organisations/new", **wanted | {"phone": PHONE}).status == 303
    made = one("飞燕志愿团")
    assert (made.phone, made.umbrella.code, made.leader_is_member) == (PHONE, above, True)
    page = street.opens(f"/social-organisations/{made.code}")
    assert all(text in page.main for text in ("王芳 党员", "138****0001", "郯欣社工联合会"))
    changed = {**NEW, "name": "飞燕志愿团", "kind": "association", "umbrella": above, "leader": "李四"}
    assert street.sends(f"/social-organisations/{made.code}/correct", **changed).status == 303
    assert "还有成员组织" in street.sends(f"/social-organisations/{above}/correct", **NEW, name="联合会").error_of(
        "kind"
    )
    there = {"community": HERE, "from_day": "2026-03-02", "agreement": "每周六义诊"}
    assert street.sends(f"/social-organisations/{made.code}/station", **there).status == 303
    assert "已经进驻" in street.sends(f"/social-organisations/{made.code}/station", **there).error_of("community")
    assert "每周六义诊" in street.opens(f"/social-organisations/{made.code}").main
    ends = {"day": "2026-03-01", "reason": "解散"}
    assert "早于开始" in street.sends(f"/social-organisations/{made.code}/end", **ends).error_of("day")
    assert street.sends(f"/social-organisations/{made.code}/end", **ends | {"day": "2026-04-01"}).status == 303
    session.remove()
    assert session.scalars(select(Stationing.until_day)).all() == [date(2026, 4, 1)]
    street.opens(f"/social-organisations/{made.code}/correct", status=404)
    assert "飞燕" not in street.opens("/social-organisations").main
    assert "飞燕" in street.opens("/social-organisations?ended=yes").main
    deeds = set(session.scalars(select(AuditEntry.deed).where(AuditEntry.by == "anna")))
    assert {"social.enter", "social.correct", "social.station", "social.end"} <= deeds
    assert PHONE not in str(session.scalars(select(AuditEntry.details)).all())


def test_a_community_sees_what_is_stationed_with_it_and_no_more_of_a_leader_than_it_needs(ground, signed_in):
    with transaction():
        stationed(a_social("飞燕志愿团", leader="王芳", leader_is_member=True, phone=PHONE))
        a_social("巾帼志愿者")
        stationed(a_social("金地读书会", keeper=BESIDE), BESIDE)
    secretary = signed_in(Role.COMMUNITY_SECRETARY, HERE, "shu")
    main = secretary.opens("/social-organisations").main
    assert ("飞燕志愿团" in main, "巾帼志愿者" in main, "金地读书会" in main) == (True, False, False)
    page = secretary.opens("/social-organisations/SO-飞燕志愿团").main
    assert "王芳" in page
    assert "王芳 党员" not in page, "whether he is a Party member is for who keeps it"
    secretary.opens("/social-organisations/SO-飞燕志愿团/phone", status=404)
    secretary.opens("/social-organisations/SO-金地读书会", status=404)
    ended = secretary.sends(f"/stationings/ST-飞燕志愿团-{HERE}/end", day="2026-03-05", reason="到期")
    assert ended.status == 303
    assert secretary.sends(f"/stationings/ST-飞燕志愿团-{HERE}/end", day="2026-03-05", reason="又").status == 422
    inspector = signed_in(Role.COUNTY_INSPECTOR, "371322", "ida")
    assert "登记社会组织" not in inspector.opens("/social-organisations").main
    assert inspector.client.get("/social-organisations/new").status_code == 403


def test_a_whole_number_takes_a_reason(street):
    with transaction():
        a_social(phone=PHONE)
    known = {"csrf_token": token(street), "reason": "联系活动"}
    assert PHONE in street.client.post("/social-organisations/SO-飞燕志愿团/phone", data=known).text


def test_a_service_is_planned_done_corrected_cancelled_and_only_what_is_done_counts(street):
    with transaction():
        stationed(a_social())
    day = (today() + timedelta(days=3)).isoformat()
    wanted = {"social": "SO-飞燕志愿团", "community": HERE, "state": "planned", "title": "重阳义诊", "field": "health"}
    wanted |= {"day": day, "hours": "0", "participants": "0", "beneficiaries": "0", "grid": f"{HERE}001"}
    for field, wrong in (
        ("day", "2026-01-01"),
        ("note", "找 3号楼2单元501 的老人"),
        ("grid", f"{BESIDE}001"),
        ("hours", "x"),
    ):
        assert street.sends("/social-services/new", **wanted | {field: wrong}).error_of(field), field
    assert street.sends("/social-services/new", **wanted | {"state": "done"}).error_of("day")
    assert street.sends("/social-services/new", **wanted).status == 303
    code = services()[0].code
    finish = f"/social-services/{code}/finish"
    came = {**SERVED, "day": today().isoformat(), "parties": ["unit", "volunteers"], "photo": (a_picture(), "a.png")}
    assert street.sends(finish, **came | {"hours": "0", "photo": ""}).error_of("hours")
    assert street.sends(finish, **came).status == 303
    (done,) = services()
    assert (done.state, done.minutes, done.beneficiaries, done.party_types) == (ServiceState.DONE, 90, 20, 3)
    assert done.parties == ["unit", "social", "volunteers"]
    assert street.client.get(f"/social-services/{code}/photo").mimetype == "image/webp"
    assert street.client.get(finish).status_code == 404
    assert street.sends(f"/social-services/{code}/correct", **SERVED, title="重阳义诊", place="广场").status == 303
    assert "1.5 小时" in street.opens(f"/social-services/{code}").main
    assert "完成的服务1" in street.opens("/social-services").main
    figures = {one["key"]: one["value"] for one in street.client.get("/api/v1/overview").json["figures"]}
    assert figures["services"] == 1
    assert street.sends(f"/social-services/{code}/cancel", reason="登记错了").status == 303
    assert "完成的服务0" in street.opens("/social-services").main


def test_the_list_is_narrowed_and_the_desk_says_what_has_no_result_yet(street):
    with transaction():
        social = a_social()
        a_service(social, title="旧的", day=date(2020, 1, 1))
        a_service(social, title="新的", day=today(), field="culture")
        a_service(social, BESIDE, title="等结果", day=today() - timedelta(days=2), state=ServiceState.PLANNED)
    assert "旧的" not in street.opens("/social-services").main
    assert "旧的" in street.opens("/social-services?from=2020-01-01").main
    assert "新的" not in street.opens("/social-services?field=elders").main
    assert "新的" not in street.opens(f"/social-services?community={BESIDE}").main
    assert "没有符合条件" in street.opens("/social-services?social=nothing").main
    assert "日子过了、还没有记结果的服务 1" in street.opens("/desk").main


def test_four_party_linkage_is_told_by_community(street):
    with transaction():
        social = a_social()
        for types in (1, 2, 3, 4):
            a_service(social, party_types=types)
    rows = street.opens("/social-services/linkage?from=2026-01-01&until=2026-12-31").texts("tr")
    assert rows[1:] == ["和平社区 4 75% 50% 25%", "团结社区 0 – – –"]


def test_everybody_sees_who_is_stationed_and_how_many_were_helped_but_not_how_few(app, ground):
    with transaction():
        social = a_social(leader="王芳")
        stationed(social)
        a_service(social, day=today(), beneficiaries=3)
    page = Visitor(app.test_client()).opens(f"/communities/{HERE}").main
    assert "飞燕志愿团" in page
    assert "服务 1 次，受助 少于 5 人次" in page
    assert "王芳" not in page
    assert "还没有社会组织进驻" in Visitor(app.test_client()).opens(f"/communities/{BESIDE}").main


def test_pages_ask_a_bounded_number_of_statements(street):
    with transaction():
        social = a_social()
        stationed(social)
        a_service(social)
    pages = ("/social-organisations", "/social-services", f"/social-organisations/{social.code}")
    pages += ("/social-services/linkage", f"/communities/{HERE}")
    before = [selects(lambda page=page: street.opens(page)) for page in pages]
    with transaction():
        social = one("飞燕志愿团")
        for number in range(25):
            other = a_social(f"组织{number}", umbrella=social)
            stationed(other)
            a_service(social)
            a_service(other)
    assert [selects(lambda page=page: street.opens(page)) for page in pages] == before


@pytest.fixture
def brought_in(app, street, monkeypatch, tmp_path):
    """Hands rows in as a workbook and has a job look at it; `.confirmed()` has it carried out."""
    waiting: list[str] = []
    monkeypatch.setitem(app.extensions["followers"], "bulk.waits", [lambda code: waiting.append(code)])

    def sent(kind: str, columns: list[Column], rows: list[list], *options: str) -> BulkRun:
        path = tmp_path / "back.xlsx"
        write_workbook(path, columns, rows)
        known = {"csrf_token": token(street), "file": (BytesIO(path.read_bytes()), "back.xlsx"), "option": [*options]}
        answer = street.client.post(f"/imports/{kind}", data=known, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        return looked_at()

    def looked_at() -> BulkRun:
        code = waiting.pop()
        jobs.work_on(code)
        session.remove()
        return session.scalars(select(BulkRun).where(BulkRun.code == code)).one()

    def confirmed(run: BulkRun) -> RunState:
        street.presses(f"/imports/runs/{run.code}/confirm")
        return looked_at().state

    sent.confirmed = confirmed
    return sent


def taken_out(visitor, kind: str, **filters: str) -> list[list]:
    answer = visitor.client.post(f"/exports/{kind}", data={"csrf_token": token(visitor), "format": "xlsx"} | filters)
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()[1:]


def test_the_register_goes_out_and_comes_back_and_overwrites_nobody(street, brought_in):
    with transaction():
        federation = a_social("郯欣社工联合会", kind=SocialKind.FEDERATION)
        a_social(leader="王芳", leader_is_member=True, phone=PHONE, umbrella=federation)
    out = taken_out(street, "social-organisations")
    assert (PHONE in str(out), "党员" in str(out), len(out)) == (False, False, 2)
    columns = [*register.OUT, VERSION]
    run = brought_in("social-organisations", columns, out)
    assert (run.outcome["counts"]["unchanged"], run.outcome["counts"]["errors"]) == (2, 0)
    at = {column.name: number for number, column in enumerate(columns)}
    mine = next(row for row in out if row[at["name"]] == "飞燕志愿团")
    mine[at["volunteers"]], mine[at["umbrella"]] = 44, ""
    with transaction():
        one("飞燕志愿团").volunteers = 31
    run = brought_in("social-organisations", columns, [mine])
    assert "别人已改成“31”" in run.outcome["errors"][0]["message"]
    with transaction():
        one("飞燕志愿团").volunteers = 30
    assert brought_in.confirmed(brought_in("social-organisations", columns, [mine])) is RunState.DONE
    changed = one("飞燕志愿团")
    assert (changed.volunteers, changed.umbrella, changed.leader, changed.phone) == (44, None, "王芳", PHONE)


def test_new_ones_come_in_by_workbook_with_every_fault_by_row_and_column(street, brought_in):
    with transaction():
        a_social("义工联合会", kind=SocialKind.FEDERATION)
    columns = [one for one in register.COLUMNS if one.name not in {"code", "ended_on"}]
    wrong = ["义工联合会分会", "学校", "没有的联合会", "外星社区", "王芳", "许多", "", "昨天", "123", "也许"]
    run = brought_in("social-organisations", columns, [wrong, ["", "志愿服务组织", *[""] * 8]])
    told = {(row["row"], row["column"]) for row in run.outcome["errors"]}
    headings = ("类型", "所属联合会", "由谁联系", "志愿者人数", "成立日期", "负责人电话", "负责人是不是党员")
    assert told == {(2, heading) for heading in headings} | {(3, "名称")}
    first = ["新联合会", "联合会", "", "和平社区", "", "0", "", "", "", ""]
    second = ["巾帼志愿者", "志愿服务组织", "新联合会", STREET, "王芳", "12", "宣讲", "2024-03-08", PHONE, "是"]
    assert brought_in.confirmed(brought_in("social-organisations", columns, [second, first])) is RunState.DONE
    made = one("巾帼志愿者")
    assert (made.umbrella.name, made.organisation.code, made.founded_on) == ("新联合会", STREET, date(2024, 3, 8))
    assert (made.phone, made.leader_is_member, made.umbrella.organisation.code) == (PHONE, True, HERE)


def test_services_come_in_all_or_none_and_never_twice(street, brought_in):
    with transaction():
        a_social()
    columns = [one for one in services_sheet.COLUMNS if one.kept]
    good = ["飞燕志愿团", "和平社区", "2026-03-02", "助老", "义诊", "广场", 1.5, 4, 20, "社区、志愿者", ""]
    wrong = ["没有的", "外星", "昨天", "玄学", "给13800000001送饭", "", "x", "-1", "", "路人", ""]
    run = brought_in("social-services", columns, [good, wrong, good])
    told = [(row["row"], row["column"]) for row in run.outcome["errors"]]
    headings = ("社会组织", "社区", "日期", "领域", "时长（小时）", "参与人数", "一起参加的", "做什么")
    assert told == [*((3, heading) for heading in headings), (4, "做什么")]
    run = brought_in("social-services", columns, [good], "before")
    assert brought_in.confirmed(run) is RunState.DONE
    (made,) = services()
    assert (made.imported, made.minutes, made.parties, made.organisation.code) == (
        *(True, 90, ["community", "social", "volunteers"]),
        HERE,
    )
    assert "已经登记过" in brought_in("social-services", columns, [good]).outcome["errors"][0]["message"]
    (row,) = taken_out(street, "social-services", **{"from": DAY.isoformat()})
    assert row[1:9] == ["飞燕志愿团", "和平社区", date(2026, 3, 2), "助老", "义诊", "广场", 1.5, 4.0]
