"""Words of the organisation: levels of the tree, sectors of the horizontal organisations, why the tree says no."""

from portal.core.words import Word


class OrganisationLevel(Word):
    """Levels of the tree, top to bottom; a child is exactly one level below its parent (domain.md S2)."""

    COUNTY = "county", "县委", "County committee"
    STREET = "street", "街道党工委", "Street party working committee"
    COMMUNITY = "community", "社区大党委", "Community committee"
    BRANCH = "branch", "小区（网格）党支部", "Residential-area branch"
    BUILDING_GROUP = "building_group", "楼栋党小组", "Building group"
    MEMBER_HOUSEHOLD = "member_household", "党员中心户", "Member household"

    @property
    def depth(self) -> int:
        """0 for the county, 5 for a member household."""
        return list(OrganisationLevel).index(self)


class Sector(Word):
    """Where a horizontal organisation works (domain.md S5)."""

    BUSINESS_DISTRICT = "business_district", "商圈市场", "Business districts and markets"
    LEADING_ENTERPRISE = "leading_enterprise", "龙头企业", "Leading enterprises"
    PROPERTY_COMPANY = "property_company", "物业服务企业", "Property companies"
    TRADE_ASSOCIATION = "trade_association", "行业协会", "Trade associations"


class TreeFault(Word):
    """Why the tree cannot be changed so."""

    CODE = "code", "代码要以上级代码开头，再加 3 位数字", "The code is the parent's and three digits more"
    CODE_TAKEN = (
        "code_taken",
        "这个代码用过了，不再重复使用",
        "Codes are never used twice",
    )
    NAME_TAKEN = "name_taken", "同一上级下已有这个名称", "There is one of this name under the same parent"
    FUTURE = "future", "生效日期不能晚于今天", "The day of effect cannot be after today"
    BEFORE_LAST = "before_last", "生效日期早于最近一次变更", "The day of effect is before the latest change"
    LEVEL = "level", "五级不能跳级：请选正好高一级的组织", "No level is skipped: choose one exactly one level above"
    OTHER_LEVEL = "other_level", "只能并入同一级的另一个组织", "Merge only into another organisation of the same level"
    SAME = "same", "没有变化", "Nothing would change"
    CLOSED = "closed", "这个组织已经撤销", "This organisation is closed"
    HAS_BELOW = (
        "has_below",
        "下面还有组织，请先移走或撤销",
        "Move or close first what hangs below it",
    )
    NOTHING_BELOW = "nothing_below", "党员中心户下面没有组织", "Nothing hangs below a member household"
