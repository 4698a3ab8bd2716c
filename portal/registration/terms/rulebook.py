"""Words of the county's rules of double registration."""

from portal.core.words import Word


class RulebookFault(Word):
    """Why a rulebook cannot be issued so."""

    PAST = "past", "新规则要从今天或以后起用", "New rules begin today or later"
    TAKEN = "taken", "这一天已有一版规则", "There are rules from this day on already"
    ORDER = "order", "数字前后矛盾", "The figures contradict each other"
