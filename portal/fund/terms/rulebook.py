"""Words of the rules of the funds (经费管理规则)."""

from portal.core.words import Word


class Founded(Word):
    """What a community that is founded in a year gets of it."""

    MONTHS = "months", "按成立后的月数", "By the months since it was founded"
    WHOLE = "whole", "全年", "The whole year"


class FundRulesFault(Word):
    """Why rules cannot be issued so."""

    PAST = "past", "不能早于今天：以前的事按当时的规则", "Not before today: what was before keeps its own rules"
    TAKEN = "taken", "这一天已经有规则", "There are rules from that day already"
    LOST = "lost", "已经用过的不能删掉，可以改名", "What was used cannot be left out; it may be renamed"
    LINES = "lines", "有一行写得不对：按例子写，代码不能重复", "A line is not as in the example, or a code stands twice"
    WAY = "way", "至少要有一步议定", "At least one step of deciding is needed"
