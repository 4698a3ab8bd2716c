"""Words of allocating (拨付)."""

from portal.core.words import Word


class AllocationRule(Word):
    """Why a community gets what it gets of a year."""

    WHOLE = "whole", "全年", "The whole year"
    MONTHS = "months", "按成立后的月数", "By the months since it was founded"
    NOTHING = "nothing", "这一年还没有成立", "Not founded yet"
    CLOSED = "closed", "当年已撤销或合并，不再拨付", "Closed or merged in the year: nothing more"
    ALREADY = "already", "已经拨付", "Allocated already"


class YearEndRule(Word):
    """What happens to what is free at the end of a year."""

    CARRY = "carry", "结转下年", "Carried over to the next year"
    LAPSE = "lapse", "财政收回", "Taken back by the county"
    CLOSED = "closed", "社区已撤并，财政收回", "The community is closed: taken back by the county"


class AllocationFault(Word):
    """Why it cannot be allocated so."""

    NO_RATE = "no_rate", "这一年还没有定标准", "No rate has been set for this year"
    NOTHING = "nothing", "没有要拨付的：都已经拨过", "There is nothing to allocate: all of it has been"
    KIND = "kind", "没有这种经费", "There is no such kind of fund"
    SOURCE = "source", "请写明来源", "Say where it comes from"
    AMOUNT = "amount", "金额要大于 0，最多两位小数", "An amount above 0 with two decimals at most"
    YEAR = "year", "年度要在 2000 到 2100 之间", "A year from 2000 to 2100"
    COMMUNITY = "community", "没有这个社区", "There is no such community"
