"""Opening hours as people write them, turned into the OpenStreetMap syntax."""

import re

from portal.station.rules import HoursError, parse_hours

ALWAYS = {"24小时", "全天", "全天候", "24h", "全天开放", "24小时开放", "24/7"}
DAYS = {"一": "Mo", "二": "Tu", "三": "We", "四": "Th", "五": "Fr", "六": "Sa", "日": "Su", "天": "Su"}
DAY = "(?:周|星期|礼拜)?([一二三四五六日天])"
FROM_TO = re.compile(f"(?:周|星期|礼拜)([一二三四五六日天])(?:至|到|-|—|~){DAY}")
ONE_DAY = re.compile("(?:周|星期|礼拜)([一二三四五六日天])")
CLOCK = re.compile(r"(\d{1,2})[:：.](\d{2})\s*(?:-|—|–|~|至|到)\s*(?:次日)?(\d{1,2})[:：.](\d{2})")
WORDS = (("工作日", "Mo-Fr"), ("双休日", "Sa-Su"), ("周末", "Sa-Su"), ("每天", "Mo-Su"), ("每日", "Mo-Su"))
REMAINDER = re.compile(r"[\s,，、;；:：()（）]*")
EXPECTED = "write Mo-Fr 08:30-12:00,14:00-17:30, or 周一至周五 8:30-17:30"


def hours_from(written: str) -> str:
    """The hours in the OpenStreetMap syntax. Raises `HoursError` saying what is expected."""
    if written.replace(" ", "").lower() in ALWAYS:
        return "24/7"
    try:
        parse_hours(written)
    except HoursError:
        return _translated(written)
    return written


def _translated(written: str) -> str:
    clauses = []
    for part in filter(None, (piece.strip() for piece in re.split(r"[;；]", written))):
        days, rest = _days(part)
        spans = CLOCK.findall(rest)
        if not spans or not REMAINDER.fullmatch(CLOCK.sub("", rest)):
            raise HoursError(f"{written}: {EXPECTED}")
        clauses.append(f"{days} {','.join(_span(*span) for span in spans)}".strip())
    hours = "; ".join(clauses)
    try:
        parse_hours(hours)
    except HoursError:
        raise HoursError(f"{written}: {EXPECTED}") from None
    return hours


def _days(part: str) -> tuple[str, str]:
    """The days that a part names, and what is left of it."""
    for word, days in WORDS:
        if word in part:
            return days, part.replace(word, "")
    if found := FROM_TO.search(part):
        return f"{DAYS[found[1]]}-{DAYS[found[2]]}", FROM_TO.sub("", part)
    named = [DAYS[day] for day in ONE_DAY.findall(part)]
    return ",".join(named), ONE_DAY.sub("", part)


def _span(hour: str, minute: str, to_hour: str, to_minute: str) -> str:
    return f"{int(hour):02d}:{minute}-{int(to_hour):02d}:{to_minute}"
