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
    TOO_FAR = "too_far", "最多预定两年以内的变动", "Plan no further than two years ahead"
    PLANNED = (
        "planned",
        "已经预定过同样的变动，请先撤回那一项",
        "The same change is planned already; withdraw that one first",
    )
    SETTLED = "settled", "这项预定变动已经了结", "This planned change is settled already"
    BROKEN = "broken", "执行时系统出错，请告诉系统管理员", "The portal failed at it; tell the administrator"


class TreeChange(Word):
    """What can be done with an organisation of the tree."""

    FOUND = "found", "新建", "Found"
    RENAME = "rename", "更名", "Rename"
    MOVE = "move", "移动", "Move"
    MERGE = "merge", "合并", "Merge"
    CLOSE = "close", "撤销", "Close"


class PlanState(Word):
    """How far a planned change is. What failed stays so until somebody has seen it and takes it away."""

    WAITING = "waiting", "待生效", "Waiting"
    FAILED = "failed", "没有执行成", "Failed"
    DONE = "done", "已执行", "Done"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do with it."""
        return self in {PlanState.WAITING, PlanState.FAILED}


class Education(Word):
    """The highest diploma (GB/T 4658)."""

    UNKNOWN = "unknown", "未填", "not given"
    SENIOR_MIDDLE = "senior_middle", "高中及以下", "Senior middle school or below"
    JUNIOR_COLLEGE = "junior_college", "大专", "Junior college"
    BACHELOR = "bachelor", "本科", "Bachelor"
    MASTER = "master", "研究生", "Master or above"


class Post(Word):
    """A post in a party organisation."""

    SECRETARY = "secretary", "书记", "Secretary"
    DEPUTY = "deputy", "副书记", "Deputy secretary"
    COMMITTEE_MEMBER = "committee_member", "委员", "Committee member"


class Pool(Word):
    """From whom branch secretaries are chosen (domain.md S12)."""

    COMMUNITY_COMMITTEE = "community_committee", "社区“两委”干部", "Community committees"
    RESERVE = "reserve", "后备干部", "Reserve cadres"
    RETIRED_OWNER = "retired_owner", "业主中离退休党员干部", "Retired cadres among the owners"
    FORMER_LEADER = "former_leader", "不再担任领导职务的党员干部", "Cadres no longer in leading posts"
    STREET_STAFF = "street_staff", "街道机关事业人员", "Street staff"
    COMMUNITY_WORKER = "community_worker", "社区专职工作者", "Community workers"
    OTHER = "other", "其他", "Others"


class Way(Word):
    """How a secretary is chosen (domain.md S11)."""

    NOMINATION = "nomination", "公推直选", "Public nomination and direct election"
    COMPETITION = "competition", "竞争上岗", "Competition for the post"
    EXAMINATION = "examination", "公开考聘", "Open examination"
    OTHER = "other", "其他", "Others"


class PostingKind(Word):
    """As what a person is posted to an organisation (domain.md S14, S28, S52, S53)."""

    SECRETARY = "secretary", "红领书记", "Dispatched secretary"
    INSTRUCTOR = "instructor", "党建指导员", "Instructor"
    LIAISON = "liaison", "联络员", "Liaison officer"
    BUSINESS_GUIDE = "business_guide", "业务指导员", "Business guide"
    RESPONSIBLE = "responsible", "包干科级干部", "Section chief with area responsibility"


class Sex(Word):
    """What the seventeenth digit of an identity number says (GB/T 2261.1)."""

    MALE = "male", "男", "Male"
    FEMALE = "female", "女", "Female"


class PeopleFault(Word):
    """Why people cannot be placed so."""

    OCCUPIED = "occupied", "这个岗位现在有人，请先免去", "Somebody holds this post; release him first"
    ALREADY = "already", "这个人已经在这里担任这一项", "This person is already here in this place"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    BEFORE_START = "before_start", "结束早于开始", "The end is before the start"
    GONE = "gone", "这个人已经离开", "This person has left"
    PHONE = "phone", "电话要写 11 位手机号或带区号的座机号", "Write a mobile number or a landline with area code"
    PHONE_TAKEN = "phone_taken", "这个电话已登记在别人名下", "This number is entered for somebody else"
    IDENTITY = "identity", "身份证号不对，请逐位核对", "This is no identity number; check each digit"
    IDENTITY_TAKEN = (
        "identity_taken",
        "这个身份证号已登记在别人名下",
        "This identity number is entered for somebody else",
    )
    BIRTH_YEAR = "birth_year", "出生年份和身份证号不一致", "The year of birth is not that of the identity number"
    ENDED = "ended", "已经结束", "It has ended already"
    STAYS = "stays", "没有办理离开的人不用交接", "Only who leaves hands over"


class HandOverKind(Word):
    """What a person who leaves hands over."""

    POST = "post", "岗位", "Post"
    POSTING = "posting", "选派", "Posting"
    GRID = "grid", "网格", "Grid"
    ROLE = "role", "系统角色", "Role in the portal"
    DEVICE = "device", "设备", "Device"
    PAPERS = "papers", "资料", "Papers"
    TASK = "task", "未办完的事", "Unfinished task"


class WorkerPost(Word):
    """The three posts of community workers."""

    CHIEF = "chief", "正职", "Chief"
    DEPUTY = "deputy", "副职", "Deputy"
    STAFF = "staff", "其他", "Staff"


class Certificate(Word):
    """The social worker's certificate (社会工作者职业资格)."""

    NONE = "none", "没有", "none"
    JUNIOR = "junior", "初级", "Junior"
    MIDDLE = "middle", "中级", "Middle"
    SENIOR = "senior", "高级", "Senior"


class StepReason(Word):
    """Why somebody came into a grade."""

    PLACED = "placed", "首次定级", "First placement"
    YEARS = "years", "满年限晋级", "Years of service"
    MERIT = "merit", "考核优秀晋级", "Excellent appraisals"
    POST = "post", "岗位变动", "Change of post"
    CORRECTED = "corrected", "更正", "Correction"


class ExamResult(Word):
    """The result of a year's examination."""

    EXCELLENT = "excellent", "优秀", "Excellent"
    QUALIFIED = "qualified", "合格", "Qualified"
    UNQUALIFIED = "unqualified", "不合格", "Unqualified"


class GradeFault(Word):
    """Why a grade or a pay table cannot be so."""

    RANGE = "range", "这个岗位没有这一级", "This post has no such grade"
    EIGHTEEN = "eighteen", "要写 18 个系数", "Write 18 coefficients"
    FALLING = "falling", "系数不能比前一级低", "A coefficient is not below the one before"
    NUMBER = "number", "系数要写成 1.04 这样的数", "Write coefficients like 1.04"
    DAY_TAKEN = "day_taken", "这一天已有一张薪级表", "There is a table of this day already"
    NO_TABLE = "no_table", "还没有薪级表", "There is no pay table yet"
    ALREADY = "already", "已经是社区工作者", "Is a community worker already"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    BEFORE = "before", "早于上一次定级", "It is before the last step"
    YEAR = "year", "年份不对", "This year cannot be"


class BodyKind(Word):
    """Bodies in which units of a place sit together (domain.md S6, S7)."""

    STREET_JOINT = "street_joint", "街道大工委", "Street joint committee"
    COMMUNITY_JOINT = "community_joint", "社区大党委（兼职委员）", "Community committee with part-time members"
    JOINT_MEETING = "joint_meeting", "区域化党建联席会议", "Regional joint meeting"


class BodyRole(Word):
    """As what somebody sits in a body."""

    CHAIR = "chair", "召集人", "Chair"
    FULL = "full", "委员", "Member"
    PART_TIME = "part_time", "兼职委员", "Part-time member"


class BodyFault(Word):
    """Why a body or a horizontal organisation cannot be so."""

    NAME_TAKEN = "name_taken", "已有这个名称", "There is one of this name already"
    CLOSED = "closed", "已经撤销", "It is closed"
    FUTURE = "future", "日期不能晚于今天", "The day cannot be after today"
    BEFORE_START = "before_start", "结束早于开始", "The end is before the start"
    ALREADY = "already", "这个人已经在里面", "This person sits in it already"
