"""Words of what stars pay (以星取酬)."""

from portal.core.words import Word


class PayLine(Word):
    """The lines of a pay sheet."""

    BASE = "base", "基础工资", "Base pay"
    QUARTER = "quarter", "季度绩效", "Quarterly performance"
    YEAR = "year", "年度绩效", "Yearly performance"
    STARS = "stars", "加星奖励", "Reward of gained stars"
    ONE_OFF = "one_off", "集体经济一次性奖励", "One-off reward for the collective economy"
    PENSION = "pension", "养老保险补助", "Pension subsidy"
    LEAVING = "leaving", "离任补贴（每月）", "Leaving allowance (monthly)"
