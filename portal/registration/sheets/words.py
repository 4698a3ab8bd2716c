"""The words that offices write for values, each with the value that it means."""

from portal.core.words import Word
from portal.registration.rules.as_written import plain_name
from portal.registration.terms.roster import ServiceField, Sex, UnitKind

MORE_KINDS = {
    UnitKind.OFFICE: ("党政机关", "行政机关", "行政单位", "机关单位", "政府机关", "参公单位"),
    UnitKind.INSTITUTION: ("事业", "学校", "医院"),
    UnitKind.STATE_ENTERPRISE: ("国企", "国有", "央企", "国有及国有控股企业", "企业"),
    UnitKind.PRIVATE_ENTERPRISE: ("非公", "民营企业", "民企", "私营企业", "非公有制企业"),
    UnitKind.SOCIAL_ORGANISATION: ("社会团体", "社团", "社会服务机构", "民办非企业单位"),
}


def words[Value: Word](kind: type[Value], more: dict[Value, tuple[str, ...]]) -> dict[str, Value]:
    """A value by each word for it: Chinese, English, its own, and those that offices use besides."""
    return {
        plain_name(word): value
        for value in kind
        for word in (value.zh, value.en, value.value, *more.get(value, ()))
        if word
    }


KINDS = words(UnitKind, MORE_KINDS)
SEXES = words(Sex, {Sex.MALE: ("男性",), Sex.FEMALE: ("女性",)})
FIELDS = words(ServiceField, {ServiceField.HEALTH: ("医疗", "健康", "卫生"), ServiceField.LAW: ("法律",)})
