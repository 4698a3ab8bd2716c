"""What must not stand in a text that everybody can read: numbers that reach a person, doors, names (quality.md)."""

import re
import unicodedata
from collections.abc import Iterable

from portal.core.words import Word


class PersonalKind(Word):
    """What in a text would tell who somebody is or where he lives."""

    PHONE = "phone", "电话或其他联系方式", "a phone number or other contact"
    IDENTITY = "identity", "证件号码", "an identity number"
    DOOR = "door", "单元、门牌", "a door number"
    NAME = "name", "姓名", "a name"


SPOKEN = str.maketrans("〇零一二三四五六七八九幺", "001234567891")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.·—–-]+(?=\d)")
PHONES = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{9,11}(?!\d)")
# Seven or eight digits without an area code; 20261124 is a day.
LOCAL_PHONES = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?:0[1-9]|1[0-2])\d\d(?!\d))[2-8]\d{2,3}[\s-]?\d{4}(?!\d)")
ACCOUNTS = re.compile(r"(?:微信|QQ|qq|[Vv][Xx]|邮箱|抖音)[号码:：\s]*(?:是)?[A-Za-z0-9][\w.@-]{4,}|[\w.-]+@[\w-]+\.\w+")
IDENTITIES = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\w)")
DOORS = re.compile(
    r"(?:\d\s*|[十甲乙丙东西])单元"
    r"|\d{3,4}\s*(?:室|户)(?!外)"
    r"|(?:号楼|栋|幢|座(?!机)|#)[^，。；！？]{0,6}?(?:\d{3,4}|\d+层)"
    r"|(?<!\d)\d{1,3}[-－—–]\d{1,2}[-－—–]\d{3,4}(?!\d)"
)


def personal_in(text: str, names: Iterable[str | None] = ()) -> list[PersonalKind]:
    """Which kinds of personal data a text holds, however the digits are written; `names` were given in confidence.

    A rule errs on the side of asking again: a person reads the text before it is public, this only helps him.
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = plain.translate(SPOKEN)
    joined = BETWEEN_DIGITS.sub("", digits)
    bare = re.sub(r"\s+", "", plain)
    found = {
        PersonalKind.PHONE: _any(PHONES, joined, digits) or _any(LOCAL_PHONES, digits) or _any(ACCOUNTS, plain),
        PersonalKind.IDENTITY: _any(IDENTITIES, joined, digits),
        PersonalKind.DOOR: _any(DOORS, digits),
        PersonalKind.NAME: any(_bare(name) in bare for name in names if name and len(_bare(name)) > 1),
    }
    return [kind for kind, is_there in found.items() if is_there]


def _any(pattern: re.Pattern[str], *texts: str) -> bool:
    return any(pattern.search(text) for text in texts)


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name))
