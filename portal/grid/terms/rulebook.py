"""Words about the rules of grid work."""

from portal.core.words import Word


class GridRulesFault(Word):
    """Why rules cannot be issued so."""

    PAST = "past", "不能早于今天", "Not before today"
    TAKEN = "taken", "这一天已经有一份规则", "There are rules from this day on already"
    KINDS = (
        "kinds",
        "每行写：代码，中文名，英文名；代码不能重复",
        "A line each, with Chinese commas: code，Chinese name，English name; no code twice",
    )
    LOST = "lost", "用过的类别不能删去，可以改名", "A kind that was used cannot be removed; it can be renamed"
