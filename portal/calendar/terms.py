"""Words of the calendar."""

from portal.core.words import Word


class DayKind(Word):
    """How a day differs from what its weekday says."""

    HOLIDAY = "holiday", "放假", "Public holiday"
    MAKE_UP_WORKDAY = "make_up_workday", "调休上班", "Make-up working day"
