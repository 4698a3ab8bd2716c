"""A service is logged once, however often it is sent; what belongs to it may come before it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.core.access import Scope
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.actions.log_parts import Conflict, Picture, add_photo, withdraw_log
from portal.grid.actions.logs import log_service
from portal.grid.actions.refused_entries import keep_refused
from portal.grid.models.logs import EarlyPart, LogPhoto, RefusedEntry, ServiceLog
from portal.grid.queries.logs import grid_at
from portal.grid.terms.logs import LogChannel, LogNotice
from tests.grid.land import BESIDE, HERE, organisation
from tests.grid.logging import FIRST, a_worker, grid, picture

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def worker(app):
    """A grid worker who answers for the first grid."""
    return a_worker()


def sent(code: str, by: str = "wang", on: str = FIRST, now: datetime = NOW, reach: Scope | None = None, **other):
    told = {"kind": "visit", "happened_at": NOW - timedelta(minutes=5), "helped": 2, "minutes": 30, **other}
    return log_service(grid(on), code=code, channel=LogChannel.PHONE, by=by, now=now, reach=reach, **told)


def test_the_same_entry_is_stored_once_and_answered_the_same(worker):
    code = str(uuid4())
    first = sent(code, note="送报纸 ", lat=34.61, lon=118.31)
    again = sent(code, note="送报纸", lat=34.61, lon=118.31, now=NOW + timedelta(days=90))
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.log.id, again.notices) == (first.log.id, first.notices) == (first.log.id, ())
    assert first.log.person.name == "王小红"
    assert (first.log.day.isoformat(), first.log.outside) == ("2026-11-24", False)
    with pytest.raises(Conflict):
        sent(code, note="送米")
    with pytest.raises(Conflict):
        sent(code, note="送报纸", lat=34.61, lon=118.31, by="somebody")
    assert len(session.scalars(select(ServiceLog)).all()) == 1


@pytest.mark.parametrize(
    ("other", "notice"),
    [
        ({"on": f"{BESIDE}001"}, LogNotice.OUTSIDE_OWN_GRIDS),
        ({"lat": 34.65, "lon": 118.31}, LogNotice.OUTSIDE_GRID),
        ({"happened_at": NOW + timedelta(minutes=11)}, LogNotice.CLOCK_AHEAD),
        ({"happened_at": NOW - timedelta(days=31)}, LogNotice.LONG_AGO),
        ({"note": "他的电话 13812345678"}, LogNotice.PERSONAL),
    ],
)
def test_what_is_odd_about_an_entry_is_told_and_not_refused(worker, other, notice):
    kept = sent(code := str(uuid4()), **other)
    assert (kept.is_new, kept.notices) == (True, (notice,))
    assert kept.log.happened_at <= NOW
    assert sent(code, **other).notices == (notice,)


def test_an_account_without_a_known_person_has_the_grids_of_its_scope(worker):
    reach = Scope((organisation(HERE).path,))
    assert sent(str(uuid4()), by="staff", reach=reach).notices == ()
    there = sent(str(uuid4()), by="staff", reach=reach, on=f"{BESIDE}001")
    assert there.notices == (LogNotice.OUTSIDE_OWN_GRIDS,)
    assert there.log.person_id is None


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"kind": "quota"}, "kind"),
        ({"helped": 1000}, "helped"),
        ({"helped": -1}, "helped"),
        ({"minutes": 721}, "minutes"),
        ({"note": "长" * 501}, "note"),
        ({"lat": 34.6}, "lon"),
        ({"lat": 91.0, "lon": 118.0}, "lat"),
    ],
)
def test_what_no_log_can_hold_is_refused_by_name(worker, other, field):
    with pytest.raises(Refused) as refusal:
        sent(str(uuid4()), **other)
    assert refusal.value.field == field


def test_a_place_finds_its_grid(worker):
    assert grid_at(34.605, 118.31).code == FIRST
    assert grid_at(34.61, 118.31).code == FIRST, "on the border the smaller code"
    assert grid_at(30.0, 118.31) is None


def test_a_picture_is_kept_once_under_its_number(worker):
    log = sent(str(uuid4())).log
    code = str(uuid4())
    known = {"code": code, "by": "wang", "now": NOW}
    assert add_photo(log.code, picture=Picture.of(picture()), **known).is_new
    assert not add_photo(log.code, picture=Picture.of(picture()), **known).is_new
    with pytest.raises(Conflict):
        add_photo(log.code, picture=Picture.of(picture("blue")), **known)
    with pytest.raises(Conflict):
        add_photo(log.code, code=str(uuid4()), picture=Picture.of(picture()), by="somebody", now=NOW)
    with pytest.raises(Refused, match="JPEG"):
        Picture.of(b"no picture")
    for _number in range(5):
        add_photo(log.code, code=str(uuid4()), picture=Picture.of(picture()), by="wang", now=NOW)
    with pytest.raises(Refused, match="6"):
        add_photo(log.code, code=str(uuid4()), picture=Picture.of(picture()), by="wang", now=NOW)


def test_what_comes_before_its_log_waits_and_is_done_when_it_comes(worker):
    code, photo, back = str(uuid4()), str(uuid4()), str(uuid4())
    assert withdraw_log(code, code=back, reason="记错了", by="wang", now=NOW).log is None
    assert add_photo(code, code=photo, picture=Picture.of(picture()), by="wang", now=NOW).log is None
    assert not add_photo(code, code=photo, picture=Picture.of(picture()), by="wang", now=NOW).is_new
    add_photo(code, code="theirs", picture=Picture.of(picture()), by="somebody", now=NOW)
    kept = sent(code)
    assert kept.photos == 1
    assert (kept.log.withdrawn_at, kept.log.withdrawn_because) == (NOW, "记错了")
    assert session.scalars(select(LogPhoto.code)).all() == [photo]
    assert session.scalars(select(EarlyPart)).all() == []
    refused = session.scalars(select(RefusedEntry)).one()
    assert (refused.code, refused.sent_by, refused.status) == ("theirs", "somebody", 409)
    with pytest.raises(Conflict):
        add_photo(code, code=str(uuid4()), picture=Picture.of(picture()), by="wang", now=NOW)


def test_a_refused_entry_is_kept_once_and_settled_when_it_is_stored_after_all(worker):
    code = str(uuid4())
    for status in (422, 409):
        keep_refused(code, status=status, reason="没有这个网格", content="{}", by="wang", now=NOW)
    (entry,) = session.scalars(select(RefusedEntry).execution_options(populate_existing=True))
    assert (entry.times, entry.status, entry.settled_at) == (2, 409, None)
    sent(code)
    session.refresh(entry)
    assert entry.settled_at == NOW
