"""Opening hours as offices write them become the OpenStreetMap syntax, or are refused with what is expected."""

import pytest

from portal.station.rules import HoursError
from portal.station.sheets.hours import hours_from


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("8:30-11:00 13:30-17:00", "08:30-11:00,13:30-17:00"),
        ("周一至周五 9:30-17:00", "Mo-Fr 09:30-17:00"),
        ("星期一到星期六8：00—20：00", "Mo-Sa 08:00-20:00"),
        ("6:00-18:00", "6:00-18:00"),
        ("工作日 8:30-17:30；周末 9:00-12:00", "Mo-Fr 08:30-17:30; Sa-Su 09:00-12:00"),
        ("每天 18:00-次日02:00", "Mo-Su 18:00-02:00"),
        ("周六、周日 9:00-12:00", "Sa,Su 09:00-12:00"),
        ("24小时", "24/7"),
        ("Mo-Fr 08:30-12:00,14:00-17:30; PH off", "Mo-Fr 08:30-12:00,14:00-17:30; PH off"),
    ],
)
def test_what_people_write_is_understood(written, hours):
    assert hours_from(written) == hours


@pytest.mark.parametrize("written", ["白天", "周一至周五", "8:30-29:70", "9:00-17:00 节假日另行通知"])
def test_what_cannot_be_understood_is_refused_with_an_example(written):
    with pytest.raises(HoursError, match="write Mo-Fr"):
        hours_from(written)
