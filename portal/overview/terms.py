"""Words of the overview: the figures of the three systems, as the county reports them."""

from portal.core.words import Word


class System(Word):
    """The three systems (三大体系) that the figures belong to (domain.md S1)."""

    ORGANISATION = "organisation", "组织体系", "Organisation system"
    GOVERNANCE = "governance", "治理体系", "Governance system"
    SERVICE = "service", "服务体系", "Service system"


class Figure(Word):
    """A figure of the overview. What no room keeps rows of yet is no figure: nothing is shown that nobody counted."""

    BRANCHES = "branches", "小区党支部", "Residential-area branches"
    HORIZONTAL = "horizontal_organisations", "横向党组织", "Horizontal organisations"
    UNITS = "units", "报到单位", "Registered units"
    MEMBERS = "members", "在职党员", "In-service members"
    BRANCH_SECRETARIES = "branch_secretaries", "小区党支部书记", "Branch secretaries"
    DISPATCHED = "dispatched_secretaries", "红领书记", "Dispatched secretaries"
    WORKERS = "community_workers", "专职社区工作者", "Community workers"
    GRID_WORKERS = "grid_workers", "专职网格员", "Grid workers"
    INSTRUCTORS = "instructors_and_liaisons", "党建指导员、联络员", "Instructors and liaison officers"
    SERVICES = "services", "社会组织服务", "Services of social organisations"
    VILLAGE_SECRETARIES = "village_secretaries", "村党组织书记", "Village secretaries"
    UPGRADEABLE = (
        "upgradeable_secretaries",
        "可提升学历的村书记",
        "Village secretaries who can study on",
    )
    ASPECTS = "aspects", "书记考评的方面", "Aspects that secretaries are appraised by"
    NEGATIVES = "negative_situations", "降星的负面情形", "Negative situations that take stars"
    WORK_FUND = "work_fund_fen", "党建工作经费（本年）", "Work fund (this year)"
    SERVICE_FUND = "service_fund_fen", "服务群众专项经费（本年）", "Service fund (this year)"
    COUNTY_CENTRES = "county_centres", "县级党群服务中心", "County service centres"
    STREET_CENTRES = "street_centres", "街道党群服务中心", "Street service centres"
    COMMUNITY_CENTRES = "community_centres", "社区党群服务中心", "Community service centres"
    STATIONS = "service_stations", "“微愿郯”服务站", "Service stations"
    POINTS = "convenience_points", "“微愿郯”便民点", "Convenience points"

    @property
    def is_money(self) -> bool:
        """Whether it is a sum in fen, rather than a number of rows."""
        return self.value.endswith("_fen")
