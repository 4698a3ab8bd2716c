"""The pages of wishes: a resident's without an account, the community's board, a taker's, a grid worker's."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import event, func, select

from portal.account.terms import Role
from portal.application import create_app
from portal.core.clock import now
from portal.core.database import db, session, transaction
from portal.registration.actions import wish_claims as claiming
from portal.registration.models.reporting import PaperForm
from portal.registration.models.wishes import Wish, WishClaim, WishPhoto
from portal.registration.terms.reporting import Channel, PaperKind
from portal.registration.terms.wishes import WishClaimState, WishFault, WishState
from tests.conftest import settings_for
from tests.people import enter
from tests.registration.wishing import (
    COMMUNITY,
    NOW,
    STREET,
    a_ground,
    a_member,
    a_picture,
    a_unit,
    a_wish,
    accounts,
    one,
    published,
)
from tests.visitor import Visitor

NEW = f"/wishes/new?community={COMMUNITY}"
SAID = {"kind": "help", "text": "想请人帮忙换一个灯泡"}
CODE = re.compile(r"\d{4} \d{4} \d{4}")


@pytest.fixture
def ground(app):
    with transaction():
        a_ground()


@pytest.fixture
def resident(ground, app) -> Visitor:
    return Visitor(app.test_client())


def the_wish() -> Wish:
    session.remove()
    return session.scalars(select(Wish)).one()


def posted(resident: Visitor, **more) -> str:
    """Post a wish as a resident does; returns the tracking code."""
    assert resident.sends(NEW, **SAID, **more).goes_to == "/wishes/sent"
    return CODE.search(resident.opens("/wishes/sent").main)[0]


def test_a_resident_posts_without_an_account_and_comes_back_with_the_code(resident, app):
    assert NEW in resident.opens("/wishes/new").links()
    code = posted(resident, phone="138 1234 5678", name="王小红", grid=f"{COMMUNITY}001", times=["weekend"])
    wish = the_wish()
    assert (wish.channel, wish.grid.code, wish.times, wish.phone) == (
        Channel.PHONE,
        f"{COMMUNITY}001",
        ["weekend"],
        "13812345678",
    )
    assert resident.client.get("/wishes/sent").status_code == 303, "the code is shown once"
    elsewhere = Visitor(app.test_client())
    assert elsewhere.sends("/wishes/track", code=code.replace(" ", "-")).goes_to == "/wishes/own"
    assert "等待社区核对" in elsewhere.opens("/wishes/own").main
    assert elsewhere.sends("/wishes/own/withdraw", reason="").goes_to == "/wishes/own"
    assert the_wish().state is WishState.WITHDRAWN
    elsewhere.presses("/wishes/own/leave", on="/wishes/own")
    assert elsewhere.client.get("/wishes/own").headers["Location"] == "/wishes/track"


def test_a_wrong_code_opens_nothing_and_an_old_proof_ends(resident, monkeypatch):
    posted(resident)
    stranger = Visitor(resident.client.application.test_client())
    assert WishFault.TRACKING.zh in stranger.sends("/wishes/track", code="0000 0000 0000").main
    assert stranger.client.get("/wishes/own").status_code == 303
    soon = now() + timedelta(minutes=31)
    monkeypatch.setattr("portal.registration.views.wishes_public.now", lambda: soon)
    assert resident.client.get("/wishes/own").status_code == 303


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(resident):
    page = resident.sends(NEW, text="短", phone="123")
    assert (page.status, page.error_of("kind"), page.error_of("text")) == (422, "请点一个", "写 4 到 300 个字")
    page = resident.sends(NEW, **SAID, phone="123")
    assert page.error_of("phone") == WishFault.PHONE.zh
    assert "想请人帮忙换一个灯泡" in page.html


def test_the_position_leads_to_the_community_or_says_that_it_lies_outside(resident):
    assert resident.client.get("/wishes/new?lat=34.605&lon=118.305").headers["Location"] == f"{NEW}&grid={COMMUNITY}001"
    assert "不在本县" in resident.opens("/wishes/new?lat=10&lon=10").main
    resident.opens("/wishes/new?lat=nan&lon=1e999")


def test_nothing_of_a_person_is_on_any_public_page(resident):
    with transaction():
        secret = {"text": "王小红住2单元501", "photos": [a_picture()]}
        shown = published(a_wish(**secret))
        claiming.take_wish(shown, a_member(), by="a", now=NOW)
        hidden = a_wish(tracking="2", **secret)
        codes, photo = (shown.code, hidden.code), session.scalars(select(WishPhoto.code)).first()
    pages = [resident.opens(path) for path in ("/wishes", f"/wishes/{codes[0]}", f"/wishes?community={COMMUNITY}")]
    for page in pages:
        assert "一位老人想请人换灯泡" in page.main
        for secret in ("王小红", "2单元", "1381234", "李同志", "第1网格"):
            assert secret not in page.html
    resident.opens(f"/wishes/{codes[1]}", status=404)
    assert resident.client.get(f"/wish-photos/{photo}").status_code == 404
    assert resident.client.get(f"/wish-photos/{photo}/unread").status_code == 303


def test_the_public_list_is_narrowed_paged_and_says_so_when_empty(resident):
    assert "还没有公开的心愿" in resident.opens("/wishes").main
    with transaction():
        for number in range(21):
            published(a_wish(tracking=str(number)))
    assert len([text for text in resident.opens("/wishes").texts("li") if "换灯泡" in text]) == 20
    assert "换灯泡" in resident.opens("/wishes?page=2").main
    assert "换灯泡" in resident.opens("/wishes?state=waiting&kind=help&field=care").main
    assert "换灯泡" not in resident.opens("/wishes?state=fulfilled").main
    for odd in ("/wishes?page=3", "/wishes?page=0", "/wishes?page=999999999"):
        resident.opens(odd, status=404)
    resident.opens("/wishes?kind=nonsense&state=nonsense&community=nonsense")


def test_a_done_wish_is_rated_once_by_who_has_its_code_and_can_be_objected_to(resident):
    posted(resident)
    with transaction():
        wish = published(the_wish(), now=now())
        claiming.do_wish(
            claiming.take_wish(wish, a_unit(), by="a", now=now()), minutes=None, note="好", by="a", now=now()
        )
    page = resident.opens("/wishes/own")
    assert "县医院U1" in resident.opens(f"/wishes/{the_wish().code}").main
    assert "请您评一评" in page.main
    assert resident.sends("/wishes/own").error_of("stars") == "请点一个"
    assert resident.sends("/wishes/own", stars="4", rating="谢谢").goes_to == "/wishes/own"
    assert resident.sends("/wishes/own", stars="1", rating="").status == 422
    assert the_wish().stars == 4
    assert resident.sends("/wishes/own/not-done", reason="还是不亮").goes_to == "/wishes/own"
    assert the_wish().state is WishState.TAKEN


@pytest.mark.parametrize(
    ("state", "words"),
    [("refused", "没有受理"), ("expired", "很抱歉"), ("closed", "心愿实现了"), ("taken", "已经认领")],
)
def test_every_end_is_told_in_words(resident, state, words):
    posted(resident)
    with transaction():
        the_wish().enter(WishState(state), by="portal", at=now(), due=now().date(), note="不归社区办")
    assert words in resident.opens("/wishes/own").main


def test_the_community_reads_publishes_and_closes(ground, signed_in):
    with transaction():
        code = a_wish(text="住2单元，打13812345678，王小红").code
        a_member(), a_unit()
    staff = signed_in(Role.COMMUNITY_STAFF, COMMUNITY, "staff")
    assert code in staff.opens("/wish-board").main
    page = staff.opens(f"/wish-board/{code}")
    assert "138****5678" in page.main
    assert staff.opens(f"/wish-board/{code}/publish").tree.find(".//textarea[@id='public_text']").text in (None, "\n")
    wrong = staff.sends(f"/wish-board/{code}/publish", public_text="住2单元501", field="care", urgency="soon")
    assert "门牌" in wrong.error_of("public_text")
    said = {"public_text": "想请人换灯泡", "field": "care", "urgency": "soon"}
    assert staff.sends(f"/wish-board/{code}/publish", **said).status == 303
    assert "李同志" in staff.opens(f"/wish-board/{code}/offer").main
    assert staff.sends(f"/wish-board/{code}/offer", taker="U1").status == 303
    assert staff.sends(f"/wish-board/{code}/offer", taker="nobody").status == 422
    assert staff.sends(f"/wish-board/{code}/close", note="").status == 422
    assert staff.sends(f"/wish-board/{code}/note", note="打过电话").status == 303
    assert staff.sends(f"/wish-board/{code}/escalate", reason="请街道出面").status == 303
    assert staff.client.get(f"/wish-board/{code}/contact").status_code == 403
    assert "打过电话" in staff.opens(f"/wish-board/{code}").main
    street = signed_in(Role.STREET_OFFICE, STREET, "street")
    assert "社区转来的微心愿" in street.opens("/desk").main
    assert "13812345678" in street.client.post(
        f"/wish-board/{code}/contact", data={"csrf_token": token(street, code), "reason": "回访一下"}
    ).text  # fmt: skip
    assert street.sends(f"/wish-board/{code}/refuse", reason="已经修好").status == 303
    assert "没有" in street.opens("/wish-board?state=taken&late=1").main


def token(visitor: Visitor, code: str) -> str:
    return re.search(r'csrf-token" content="([^"]+)"', visitor.client.get(f"/wish-board/{code}/contact").text)[1]


def test_a_member_takes_does_and_the_loser_of_a_race_reads_why(ground, app):
    with transaction():
        code = published(a_wish()).code
        accounts(a_member(), a_unit())
    member, unit = enter(app.test_client(), "member"), enter(app.test_client(), "unit")
    assert code in "".join(member.opens("/wishes-to-take").links())
    path = f"/wishes-to-take/{code}"
    unit.opens(path)
    assert member.sends(path).goes_to == "/wishes-to-take"
    page = unit.sends(path)
    assert (page.status, WishFault.TAKEN.zh in page.main) == (422, True)
    assert "您认领的微心愿" in member.opens("/desk").main
    picture = (BytesIO(a_picture()), "灯.png")
    assert member.sends(f"{path}/done", note="换好了", minutes="30", photos=picture).goes_to == "/wishes-to-take"
    assert (the_wish().state, session.scalar(select(func.count()).select_from(WishPhoto))) == (WishState.DONE, 1)
    unit.opens(f"{path}/done", status=404)


def test_an_offer_is_declined_and_a_claim_given_back_with_a_reason(ground, app):
    with transaction():
        wish, member, unit = published(a_wish()), a_member(), a_unit()
        claiming.offer_wish(wish, unit, by="a", now=NOW)
        code = wish.code
        accounts(member, unit)
    path = f"/wishes-to-take/{code}"
    liaison, taker = enter(app.test_client(), "unit"), enter(app.test_client(), "member")
    assert "社区派给您的" in liaison.opens("/wishes-to-take").main
    assert liaison.sends(f"{path}/give-back", reason="没有人手").status == 303
    taker.sends(path)
    assert taker.sends(f"{path}/give-back", reason="出差").status == 303
    session.remove()
    assert sorted(session.scalars(select(WishClaim.state))) == [WishClaimState.DECLINED, WishClaimState.GIVEN_BACK]


def test_somebody_whom_no_member_or_unit_belongs_to_is_told_whom_to_ask(ground, signed_in):
    with transaction():
        code = published(a_wish()).code
    stranger = signed_in(Role.MEMBER, COMMUNITY)
    assert "请找您报到的社区" in stranger.opens("/wishes-to-take").main
    stranger.opens(f"/wishes-to-take/{code}", status=404)


def test_a_grid_worker_files_for_somebody_else_and_a_paper_card_once(ground, signed_in):
    with transaction():
        known = {"organisation": one(COMMUNITY), "printed_by": "a", "printed_at": NOW}
        session.add(PaperForm(code="P1", kind=PaperKind.WISH, **known))
    worker = signed_in(Role.GRID_WORKER, COMMUNITY)
    said = SAID | {"grid": f"{COMMUNITY}002", "urgency": "soon", "name": "张大爷"}
    assert CODE.search(worker.sends("/wishes/file", **said).main)
    assert worker.sends("/wishes/file", **SAID, urgency="soon").error_of("grid")
    assert CODE.search(worker.sends("/wishes/file?paper=P1", **said).main)
    assert worker.client.get("/wishes/file?paper=P1").status_code == 404
    session.remove()
    filed = session.execute(select(Wish.channel, Wish.filed_by).order_by(Wish.id)).tuples().all()
    assert filed == [(Channel.BEHALF, "somebody"), (Channel.PAPER, "somebody")]


def test_a_picture_is_covered_by_numbers_and_its_original_takes_a_permission(ground, signed_in):
    with transaction():
        wish = published(a_wish(photos=[a_picture()]))
        code, photo = wish.code, session.scalars(select(WishPhoto.code)).one()
    staff = signed_in(Role.COMMUNITY_STAFF, COMMUNITY, "staff")
    path = f"/wish-photos/{photo}"
    assert staff.client.get(f"{path}/unread").mimetype == "image/webp"
    assert staff.client.get(f"{path}/original").status_code == 403
    assert staff.sends(f"{path}/cover", covers="1 2 3").error_of("covers") == WishFault.COVER.zh
    assert staff.sends(f"{path}/cover", covers="0 0 50 100").status == 303
    assert staff.client.get(f"{path}/unread").status_code == 404
    staff.opens(f"{path}/cover")
    shown = staff.client.get(path)
    assert (shown.status_code, shown.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "script-src 'none'" in shown.headers["Content-Security-Policy"]
    secretary = signed_in(Role.COMMUNITY_SECRETARY, COMMUNITY, "secretary")
    assert secretary.client.get(f"{path}/original").headers["Cache-Control"] == "no-store"
    assert staff.presses(f"{path}/hide", on=f"/wish-board/{code}").status == 303
    assert staff.client.get(path).status_code == 404


@pytest.fixture
def limited(ground, app, tmp_path):
    known = app.extensions["settings"]
    return Visitor(create_app(settings_for(known.database_url, tmp_path, rate_limits=True)).test_client())


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_wishes_and_guesses_of_one_address_are_limited(limited):
    answers = [limited.sends(NEW, **SAID).status for _time in range(6)]
    assert answers == [303] * 5 + [429]
    guesses = [limited.sends("/wishes/track", code=f"{number:012d}").status for number in range(11)]
    assert guesses == [422] * 10 + [429]


def statements(visitor: Visitor, path: str) -> int:
    told = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: told.append(args[2]))
    visitor.opens(path)
    return len(told)


def test_the_number_of_statements_does_not_grow_with_the_wishes(ground, app):
    with transaction():
        accounts(a_member(), a_unit())
        published(a_wish())
    taker = enter(app.test_client(), "member")
    few = statements(taker, "/wishes"), statements(taker, "/wishes-to-take")
    with transaction():
        for number in range(12):
            published(a_wish(tracking=str(number), grid=f"00{number % 2 + 1}"))
    assert (statements(taker, "/wishes"), statements(taker, "/wishes-to-take")) == few
