"""A wish from its first word to its end: filed, read, taken by one, done, rated, crossed off; and the other ends."""

import threading
from datetime import date, timedelta

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.audit.models import AuditEntry
from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.covering import Cover
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.files import path_of
from portal.registration.actions import wish_claims as claiming
from portal.registration.actions import wish_photos
from portal.registration.actions import wishes as actions
from portal.registration.actions.wish_nights import end_overdue, forget_residents
from portal.registration.models.roster import Member
from portal.registration.models.service import ServiceHours
from portal.registration.models.wishes import Wish, WishClaim, WishPhoto
from portal.registration.queries import wish_claims, wish_matching, wishes, wishes_public
from portal.registration.terms.roster import ReportState, ServiceField
from portal.registration.terms.service import HoursFrom
from portal.registration.terms.wishes import FitReason, WishClaimState, WishFault, WishState
from tests.registration.wishing import (
    COMMUNITY,
    DAY,
    ME,
    NOW,
    TRACKING,
    a_ground,
    a_member,
    a_picture,
    a_unit,
    a_wish,
    published,
    states,
    with_skill,
)

S = WishState
DONE = {"minutes": 40, "note": "换好了"}


@pytest.fixture
def ground(app):
    with transaction():
        a_ground()


def later(days: int) -> dict:
    return {"by": "a", "now": NOW + timedelta(days=days)}


def seen(key: str) -> np.ndarray:
    """The brightness of each pixel of a kept picture."""
    return np.asarray(Image.open(path_of(key)).convert("L")).astype(int)


def done(member: Member | None = None) -> tuple[Wish, WishClaim]:
    wish = published(a_wish())
    claim = claiming.take_wish(wish, member or a_member(), **ME)
    claiming.do_wish(claim, **DONE, **later(2))
    return wish, claim


def minutes_of(member: Member) -> list[tuple]:
    rows = select(ServiceHours.minutes, ServiceHours.served_for).where(ServiceHours.member_id == member.id)
    return [tuple(row) for row in session.execute(rows)]


def test_a_wish_goes_its_way_and_each_step_is_kept(ground):
    member = a_member()
    wish, claim = done(member)
    assert (wish.state, wish.due_on, wish.fulfilled_in_days) == (S.DONE, date(2026, 12, 11), 2)
    with pytest.raises(Refused, match=WishFault.UNRATED.zh):
        actions.close_wish(wish, **later(3))
    actions.rate_wish(wish, stars=5, rating="很好", **later(3))
    with pytest.raises(Refused, match=WishFault.RATED.zh):
        actions.rate_wish(wish, stars=1, rating="", **later(3))
    claiming.confirm_wish_time(wish, minutes=45, **later(3))
    with pytest.raises(Refused, match=WishFault.MINUTES.zh):
        claiming.confirm_wish_time(wish, minutes=45, **later(3))
    actions.close_wish(wish, note="回访过", **later(4))
    assert states(wish) == [S.SUBMITTED, S.PUBLISHED, S.TAKEN, S.DONE, S.CLOSED]
    assert minutes_of(member) == [(45, HoursFrom.WISH)]
    assert (claim.state, member.state) == (WishClaimState.DONE, ReportState.ACTIVE)


def test_what_was_typed_and_the_tracking_code_lie_sealed(ground):
    wish = a_wish()
    session.flush()
    row = session.execute(Wish.__table__.select().with_only_columns(func.length(Wish.tracking_digest))).scalar()
    raw = session.connection().exec_driver_sql("SELECT text, name, phone, tracking_digest FROM wish").one()
    assert row == 64
    for secret in ("灯泡", "王小红", "13812345678", TRACKING):
        assert not any(secret in column for column in raw)
    assert wishes_public.tracked(TRACKING) is wish
    assert wishes_public.tracked("482109375527") is None


def test_what_tells_who_somebody_is_does_not_become_public(ground):
    wish = a_wish()
    for text in ("请打13812345678", "住3号楼2单元501", "王小红想换灯泡"):
        with pytest.raises(Refused, match="不要写电话"):
            published(wish, text)
    assert wish.state is S.SUBMITTED


def test_one_claim_of_a_wish_is_active_and_the_database_holds_it(ground):
    wish = published(a_wish())
    claiming.take_wish(wish, a_member("M1"), **ME)
    with pytest.raises(Refused, match=WishFault.TAKEN.zh):
        claiming.take_wish(wish, a_member("M2"), **ME)
    second = {"wish": wish, "member": a_member("M3"), "state": WishClaimState.ACTIVE, "claimed_at": NOW}
    session.add(WishClaim(code="x", hold_until=DAY, **second))
    with pytest.raises(IntegrityError):
        session.flush()


def test_of_many_who_take_it_at_once_one_has_it_and_the_others_are_told(ground, app):
    with transaction():
        code = published(a_wish()).code
        members = [a_member(f"M{number}").code for number in range(4)]
    session.remove()
    told, start = [], threading.Barrier(len(members))

    def take(member: str) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    taker = session.scalars(select(Member).where(Member.code == member)).one()
                    wish = session.scalars(select(Wish).where(Wish.code == code)).one()
                    claiming.take_wish(wish, taker, **ME)
                told.append("taken")
            except Refused as refusal:
                told.append(refusal.reason)
            finally:
                session.remove()

    threads = [threading.Thread(target=take, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == sorted(["taken"] + [WishFault.TAKEN.zh] * 3)
    active = select(func.count()).where(WishClaim.state == WishClaimState.ACTIVE)
    assert session.scalar(active) == 1


def test_who_has_not_reported_takes_nothing(ground):
    wish = published(a_wish())
    with pytest.raises(Refused, match=WishFault.NOT_REPORTED.zh):
        claiming.take_wish(wish, a_member(state=ReportState.REGISTERED), **ME)


def test_an_offer_is_answered_or_lapses_and_does_not_keep_others_from_taking(ground):
    wish, unit = published(a_wish()), a_unit()
    offer = claiming.offer_wish(wish, unit, **ME)
    with pytest.raises(Refused, match=WishFault.OFFERED.zh):
        claiming.offer_wish(wish, unit, **ME)
    claiming.decline_wish(offer, reason="没有人手", by="u")
    again = claiming.offer_wish(wish, a_unit("U2"), **ME)
    taken = claiming.take_wish(wish, a_member(), **ME)
    assert (offer.state, again.state, taken.state) == (
        WishClaimState.DECLINED,
        WishClaimState.LAPSED,
        WishClaimState.ACTIVE,
    )


def test_to_accept_an_offer_is_to_take_it_under_the_same_claim(ground):
    wish, unit = published(a_wish()), a_unit()
    offer = claiming.offer_wish(wish, unit, **ME)
    assert claiming.take_wish(wish, unit, **ME) is offer
    assert wish_claims.active_claim(wish).unit is unit


def test_what_is_given_back_waits_for_somebody_else(ground):
    wish = published(a_wish())
    claim = claiming.take_wish(wish, a_member(), **ME)
    claiming.give_back_wish(claim, reason="出差", **later(1))
    assert (wish.state, claim.state) == (S.PUBLISHED, WishClaimState.GIVEN_BACK)
    claiming.take_wish(wish, a_member("M2"), **later(2))


@pytest.mark.parametrize("end", ["refused", "withdrawn"])
def test_a_wish_that_ends_early_frees_who_had_it(ground, end):
    wish = published(a_wish())
    claim = claiming.offer_wish(wish, a_member(), **ME)
    if end == "refused":
        actions.refuse_wish(wish, reason="不归社区办", **ME)
    else:
        actions.withdraw_wish(wish, **ME)
    assert (wish.state.value, claim.state, wish.due_on) == (end, WishClaimState.LAPSED, None)
    assert wishes_public.public_wish(wish.code) is None
    with pytest.raises(Refused, match=WishFault.STATE.zh):
        claiming.take_wish(wish, a_member("M2"), **ME)


def test_not_done_after_all_goes_back_to_who_did_it_and_counts_no_time_twice(ground):
    member = a_member()
    wish, claim = done(member)
    claiming.confirm_wish_time(wish, minutes=40, **later(3))
    actions.reopen_wish(wish, reason="还是不亮", **later(3))
    assert (wish.state, claim.state, wish.fulfilled_in_days) == (S.TAKEN, WishClaimState.ACTIVE, None)
    claiming.do_wish(claim, **DONE, **later(4))
    with pytest.raises(Refused, match=WishFault.MINUTES.zh):
        claiming.confirm_wish_time(wish, minutes=40, **later(5))
    assert len(minutes_of(member)) == 1


def test_a_closed_wish_can_be_objected_to_for_a_while(ground):
    wish, _claim = done()
    actions.rate_wish(wish, stars=3, rating="", **later(3))
    actions.close_wish(wish, **later(4))
    with pytest.raises(Refused, match=WishFault.WINDOW.zh):
        actions.reopen_wish(wish, reason="", **later(20))
    actions.reopen_wish(wish, reason="", **later(19))
    assert (wish.state, wish.stars) == (S.PUBLISHED, None)


def test_each_night_what_is_overdue_ends(ground):
    held, waits = published(a_wish()), published(a_wish(tracking="2"))
    claim = claiming.take_wish(held, a_member(), **ME)
    offer = claiming.offer_wish(waits, a_member("M2"), **ME)
    finished = published(a_wish(tracking="3"))
    claiming.do_wish(claiming.take_wish(finished, a_member("M3"), **ME), **DONE, **ME)
    session.flush()
    assert end_overdue(NOW + timedelta(days=3)) == {"lapsed": 0, "expired": 0, "closed": 0}
    assert end_overdue(NOW + timedelta(days=4)) == {"lapsed": 1, "expired": 0, "closed": 0}
    assert offer.state is WishClaimState.LAPSED
    assert end_overdue(NOW + timedelta(days=16)) == {"lapsed": 1, "expired": 0, "closed": 1}
    assert (held.state, claim.state, finished.state) == (S.PUBLISHED, WishClaimState.LAPSED, S.CLOSED)
    assert end_overdue(NOW + timedelta(days=31)) == {"lapsed": 0, "expired": 1, "closed": 0}
    assert waits.state is S.EXPIRED
    assert end_overdue(NOW + timedelta(days=31)) == {"lapsed": 0, "expired": 0, "closed": 0}


def test_years_after_its_end_nobody_knows_whose_wish_it_was(ground):
    wish = a_wish()
    actions.withdraw_wish(wish, **ME)
    session.flush()
    assert forget_residents(NOW) == 0
    assert forget_residents(NOW + timedelta(days=1)) == 1
    assert (wish.name, wish.phone, wish.text) == (None, None, "")


def test_a_picture_is_seen_by_nobody_before_somebody_read_it_and_what_is_covered_is_gone(ground):
    wish = published(a_wish(photos=[a_picture()]))
    session.flush()
    (photo,) = wishes.photos_of(wish)
    assert wishes_public.public_photo(photo.code) is None
    wish_photos.show_photo(photo, [Cover(0, 0, 50, 100)], by="a")
    session.flush()
    assert wishes_public.public_photo(photo.code) is photo
    original, shown = (
        np.asarray(Image.open(path_of(key)).convert("L")) for key in (photo.original_key, photo.shown_key)
    )
    assert np.ptp(original[:, :48]) > 150
    assert max(np.ptp(shown[:, left : left + 6]) for left in (1, 9, 18, 26, 34, 42)) < 60
    wish_photos.hide_photo(photo, by="a")
    session.flush()
    assert wishes_public.public_photo(photo.code) is None


@pytest.mark.parametrize(("photos", "fault"), [([b"no picture"], "JPEG"), ([a_picture()] * 4, "3")])
def test_what_is_no_picture_or_too_many_is_refused(ground, photos, fault):
    with pytest.raises(Refused, match=fault):
        a_wish(photos=photos)


def test_who_suits_stands_first_with_the_way_from_grid_to_grid(ground):
    near = with_skill(a_member("M1", grid="002", free_times=["weekend"]), ServiceField.CARE)
    a_member("M2", grid="001", home_address="不许用")
    wish = published(a_wish(grid="001", times=["weekend"]))
    first, second = wish_matching.suggestions(wish)
    assert (first.code, second.code) == (near.code, "M2")
    assert FitReason.SKILL in first.fit.reasons
    assert (first.fit.walk_minutes, second.fit.walk_minutes) == (18, 1)
    (offer,) = wish_matching.wishes_for(near)
    assert offer.fit == first.fit


def test_the_board_counts_what_is_late_within_the_scope_only(ground):
    published(a_wish())
    a_wish(tracking="2")
    session.flush()
    today = DAY + timedelta(days=20)
    here, elsewhere = Scope(["371322/371322001/"]), Scope(["371322/371322002/"])
    counted = wishes.counts(here, wishes.Wanted(), today)
    assert (counted[S.SUBMITTED].count, counted[S.SUBMITTED].late) == (1, 1)
    assert (counted[S.PUBLISHED].count, counted[S.PUBLISHED].late) == (1, 0)
    assert wishes.count_of(here, wishes.Wanted(COMMUNITY, late=True), today) == 1
    assert wishes.count_of(elsewhere, wishes.Wanted(), today) == 0
    assert wishes.count_of(here, wishes.Wanted("371322002001"), today) == 0


def test_small_groups_are_not_told_in_public(ground):
    for number in range(4):
        published(a_wish(tracking=str(number)))
    session.flush()
    few = wishes_public.figures(wishes_public.Wanted(), 5)
    assert (few.waiting.count, few.fulfilled.count, few.days) == (None, 0, None)
    published(a_wish(tracking="5"))
    session.flush()
    assert wishes_public.figures(wishes_public.Wanted(COMMUNITY), 5).waiting.count == 5


def test_an_escalated_wish_waits_at_the_street_and_says_why(ground):
    wish = a_wish()
    actions.escalate_wish(wish, reason="要街道协调", **ME)
    session.flush()
    assert wishes.waiting(Scope(["371322/371322001/"])).escalated == 1
    assert (wish.state, wish.steps[-1].note) == (S.SUBMITTED, "要街道协调")


def test_every_deed_is_in_the_record(ground):
    wish, _claim = done()
    actions.reveal_wish_contact(wish, reason="回访", by="a")
    session.flush()
    deeds = session.scalars(select(AuditEntry.deed).where(AuditEntry.subject == wish.code)).all()
    assert set(deeds) == {"wish.file", "wish.publish", "wish.take", "wish.do", "wish.reveal_contact"}
    assert NOW.astimezone(LOCAL).date() == DAY
    assert session.scalar(select(func.count()).select_from(WishPhoto)) == 0
