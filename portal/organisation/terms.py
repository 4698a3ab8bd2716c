"""Words of the organisation: levels of the tree and sectors of the horizontal organisations."""

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
