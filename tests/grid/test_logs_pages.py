"""The pages of the service log: a worker's own days, what staff see and take out, and logging at a desk."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.account.models import AccountHolder
from portal.account.terms import Role
from portal.core.bulk import exporter
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.files import path_of
from portal.grid.actions.log_people import carry_logs_over, forget_logs
from portal.grid.models.logs import LogPhoto, RefusedEntry, ServiceLog
from portal.grid.queries import log_lists
from portal.organisation.models import Person
from portal.organisation.terms import Education
from tests.grid.land import BESIDE, HERE, organisation
from tests.grid.logging import FIRST, a_phone, browser_of, picture
from tests.registration.counting import selects


@pytest.fixture
def phone(app):
    return a_phone(app)


def test_a_worker_sees_of_each_day_what_was_made_what_is_stored_and_why_one_is_not(phone):
    yesterday = (now() - timedelta(days=1)).isoformat()
    log = phone.logs(note="送米给他，电话 13812345678", happened_at=yesterday).json["id"]
    phone.photographs(log, str(uuid4()))
    lost = str(uuid4())
    phone.logs(lost, grid="nowhere", happened_at=yesterday)
    phone.photographs(str(uuid4()), str(uuid4()))
    me = browser_of(phone)
    page = me.opens("/my-logs")
    assert "收到 2 条，存了 1 条" in page.main
    assert "没有这个网格" in page.main
    assert "先到的，等服务日志" in page.main
    assert "138****5678" in page.main
    (address,) = [link for link in page.links() if "/photos/" in link]
    assert phone.client.get(address).mimetype == "image/webp"
    assert "没有存上的服务记录" in me.opens("/desk").main
    assert me.presses(f"/my-logs/{lost}/put-away").goes_to == "/my-logs"
    assert "没有这个网格" not in me.opens("/my-logs").main
    assert session.scalars(select(RefusedEntry)).one().settled_at is not None
    assert "这几天没有服务日志" in me.opens("/my-logs?until=2026-01-01").main
    me.opens("/my-logs?until=never", 404)


def test_a_worker_takes_back_his_own_log_saying_why(phone, app):
    log = phone.logs().json["id"]
    me = browser_of(phone)
    assert me.sends(f"/my-logs/{log}/withdraw").error_of("reason")
    assert me.sends(f"/my-logs/{log}/withdraw", reason="记错了").status == 303
    page = me.opens("/my-logs")
    assert "已撤销" in page.main
    assert "其中撤销 1 条" in page.main
    me.opens(f"/my-logs/{log}/withdraw", 404)
    other = a_phone(app, "zhao").logs().json["id"]
    me.opens(f"/my-logs/{other}/withdraw", 404)


def test_staff_see_the_logs_of_their_part_and_nobody_elses(phone, signed_in):
    here = phone.logs(note="送米", helped=3, minutes=20).json["id"]
    beside = phone.logs(grid=f"{BESIDE}001", kind="patrol").json["id"]
    withdrawn = phone.logs(helped=9).json["id"]
    phone.posts(f"/{withdrawn}/withdraw", {"id": str(uuid4()), "reason": "重了"})
    photo = str(uuid4())
    phone.photographs(here, photo)
    secretary = signed_in(Role.COMMUNITY_SECRETARY, HERE, "secretary")
    page = secretary.opens("/service-logs")
    assert "共 2 条，服务 3 人次；撤销的 1 条不计人次" in page.main
    assert "王小红" in page.main
    assert "重了" in secretary.opens(f"/service-logs/{withdrawn}").main
    assert "送米" in secretary.opens(f"/service-logs/{here}").main
    assert secretary.client.get(f"/log-photos/{photo}").headers["Cache-Control"] == "no-store"
    secretary.opens(f"/service-logs/{beside}", 404)
    street = signed_in(Role.STREET_OFFICE, "371322001", "street")
    assert "共 3 条" in street.opens("/service-logs").main
    assert "共 1 条" in street.opens("/service-logs?kind=patrol").main
    assert "共 2 条" in street.opens(f"/service-logs?community={HERE}").main
    assert "共 2 条" in street.opens(f"/service-logs?grid={FIRST}&from=x").main
    assert "没有符合条件" in street.opens("/service-logs?until=2026-01-01").main
    assert "没有符合条件" in street.opens("/service-logs?kind=%27--").main
    elsewhere = signed_in(Role.COMMUNITY_SECRETARY, BESIDE, "elsewhere").client
    assert elsewhere.get(f"/log-photos/{photo}").status_code == 404
    assert phone.client.get("/service-logs").status_code == 403


def test_the_workbook_has_what_the_list_has(phone, app):
    phone.logs(helped=3)
    scope, filters = (organisation(HERE).path,), {"kind": "visit"}
    out = exporter("service-logs")
    (row,) = out.rows(scope, filters)
    told = dict(zip([column.name for column in out.columns], row, strict=True))
    assert out.count(scope, filters) == 1
    assert (told["kind"], told["who"], told["helped"], told["photos"]) == ("走访", "王小红", 3.0, 0.0)
    assert (told["day"], told["channel"]) == (today(), "手机")


def test_the_lists_take_the_same_number_of_statements_however_many_rows(phone):
    scope, wanted = (organisation(HERE).path,), log_lists.wanted_of({}, today())
    phone.logs()
    ask = lambda: log_lists.people_of(log_lists.logs_page(scope, wanted, 1)[0].rows)  # noqa: E731
    first, pages = selects(ask), selects(lambda: phone.client.get("/my-logs"))
    for _number in range(4):
        phone.photographs(phone.logs().json["id"], str(uuid4()))
    assert (selects(ask), selects(lambda: phone.client.get("/my-logs"))) == (first, pages)


def test_a_service_is_logged_at_a_desk_once_with_its_pictures(phone, app, signed_in):
    secretary = signed_in(Role.COMMUNITY_SECRETARY, HERE, "secretary")
    code = str(uuid4())
    fields = {"code": code, "kind": "agency", "grid": FIRST, "day": today().isoformat(), "at": "00:00", "helped": "2"}
    wrong = secretary.sends("/service-logs/new", **fields | {"helped": "1000", "day": ""})
    assert (wrong.status, wrong.error_of("day")) == (422, "请填写日期")
    assert secretary.sends("/service-logs/new", **fields | {"helped": "1000"}).error_of("helped")
    for _time in (1, 2):
        photos = [(BytesIO(picture()), "a.jpg"), (BytesIO(picture("blue")), "b.jpg")]
        assert secretary.sends("/service-logs/new", **fields, photos=photos).goes_to == "/my-logs"
    kept = session.scalars(select(ServiceLog)).one()
    assert (kept.code, kept.channel.value, kept.outside, len(kept.photos)) == (code, "desk", False, 2)
    text = [(BytesIO(b"no picture"), "a.jpg")]
    other = fields | {"code": str(uuid4())}
    assert "JPEG" in secretary.sends("/service-logs/new", **other, photos=text).error_of("photos")
    asks = secretary.sends("/service-logs/new", **other, note="住 3 单元 502 室")
    assert asks.status == 422
    assert "打勾" in asks.error_of("note")
    assert len(session.scalars(select(ServiceLog)).all()) == 1
    assert secretary.sends("/service-logs/new", **other, note="住 3 单元 502 室", confirmed="y").status == 303


def test_the_community_is_told_how_many_entries_of_its_workers_are_unsettled(phone, signed_in):
    phone.logs(grid="nowhere")
    secretary = signed_in(Role.COMMUNITY_SECRETARY, HERE, "secretary").opens("/desk").main
    assert "本社区未入账的服务记录，请本人处理 1" in secretary
    assert "未入账" not in signed_in(Role.COMMUNITY_SECRETARY, BESIDE, "beside").opens("/desk").main
    assert "未入账" not in signed_in(Role.STREET_OFFICE, "371322001", "street").opens("/desk").main


def test_logs_follow_the_records_of_people(phone):
    log = phone.logs(note="送米", lat=34.605, lon=118.31).json["id"]
    phone.photographs(log, str(uuid4()))
    phone.logs(grid="nowhere")
    (key,) = session.scalars(select(LogPhoto.file_key))
    with transaction():
        person = session.scalars(select(AccountHolder.person_id)).one()
        known = {"name": "王小红", "pinyin": "wangxiaohong", "education": Education.BACHELOR}
        other = Person(code="P-other", organisation=organisation(HERE), **known)
        session.add(other)
        session.flush()
        carry_logs_over(gone=person, kept=other.id, by="county", today=today())
        assert session.scalars(select(ServiceLog.person_id)).one() == other.id
        forget_logs(person=other.id, by="portal")
    kept = session.scalars(select(ServiceLog)).one()
    assert (kept.note, kept.lat, kept.photos, kept.helped) == (None, None, [], 1)
    assert session.scalars(select(RefusedEntry)).all() == []
    with pytest.raises(FileNotFoundError):
        path_of(key)
