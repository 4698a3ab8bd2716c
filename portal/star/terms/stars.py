"""Words of stars: who is rated, on what evidence, with what result."""

from portal.core.words import Word


class SecretaryKind(Word):
    """Whose secretary: a village's and a community's are rated and paid by different rules (J42)."""

    VILLAGE = "village", "村党组织书记", "Village secretary"
    COMMUNITY = "community", "社区党组织书记", "Community secretary"


class Grade(Word):
    """The result of a yearly appraisal (年度考核等次)."""

    EXCELLENT = "excellent", "优秀", "Excellent"
    QUALIFIED = "qualified", "合格", "Qualified"
    BASIC = "basic", "基本合格", "Basically qualified"
    FAILED = "failed", "不合格", "Not qualified"


class HonourLevel(Word):
    """On which level an honour was given."""

    NATIONAL = "national", "国家级", "National"
    PROVINCIAL = "provincial", "省级", "Provincial"
    COUNTY = "county", "市县级", "Municipal or county"


class StarKind(Word):
    """The kinds of stars: base (定), gain (增), loss (降)."""

    APPRAISAL = "appraisal", "年度考核星", "Appraisal star"
    TENURE = "tenure", "任职年限星", "Tenure star"
    HONOUR = "honour", "荣誉奖励星", "Honour star"
    INCOME = "income", "增收致富星", "Income-growth star"
    CONTRIBUTION = "contribution", "突出贡献星", "Outstanding-contribution star"
    EDUCATION = "education", "学历提升星", "Education star"
    NEGATIVE = "negative", "负面情形", "Negative situation"


class EvidenceKind(Word):
    """What is handed in, checked and approved (R2, R3)."""

    HONOUR = "honour", "荣誉", "Honour"
    INCOME = "income", "集体收入增长", "Collective-income growth"
    CONTRIBUTION = "contribution", "突出贡献", "Outstanding contribution"
    EDUCATION = "education", "学历提升", "Higher education"
    NEGATIVE = "negative", "负面情形", "Negative situation"


class EvidenceState(Word):
    """How far evidence is. A negative one is heard before it counts (PIPL 24; domain.md 3.3)."""

    FILED = "filed", "待街道审核", "To be checked by the street"
    CHECKED = "checked", "待县级审定", "To be approved by the county"
    HEARD = "heard", "待本人陈述", "To be heard"
    APPROVED = "approved", "已认定", "Approved"
    REFUSED = "refused", "不予认定", "Not approved"


class NegativeAspect(Word):
    """The three aspects of the ten negative situations (J7)."""

    APPRAISAL = "appraisal", "年度考核", "Yearly appraisal"
    DUTY = "duty", "履职情况", "Performance of duty"
    LAW = "law", "违法违纪", "Discipline and law"


class EducationMode(Word):
    """How an education star is paid beside the reward of a gained star (open question Q2)."""

    NET = "net", "含在加星奖励里", "Within the reward of gained stars"
    GUARANTEED = "guaranteed", "至少发学历提升奖励", "At least the education reward"


class PensionBasis(Word):
    """What stars the pension subsidy counts (open question Q3)."""

    VS_INITIAL = "vs_initial", "比初评增加的星", "Stars gained since the first rating"
    VS_PREVIOUS = "vs_previous", "比上年增加的星", "Stars gained over last year"
    LEVEL = "level", "现有的星", "The stars as they are"


class Departure(Word):
    """How somebody left."""

    NORMAL = "normal", "正常离任", "In good standing"
    DISMISSED = "dismissed", "免职、撤职", "Dismissed"


class StarFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    REASON = "reason", "请写明原因", "Say why"
    WEIGHTS = "weights", "权重合计要等于 100", "Weights have to add up to 100"
    SCORE = "score", "得分要在 0 到 100 之间，最多两位小数", "A score from 0 to 100 with two decimals at most"
    SAME_PERSON = "same_person", "提交的人不能审核自己提交的", "Nobody decides on what he handed in"
    UNKNOWN = "unknown", "规则里没有这一项", "The rulebook has no such item"
    YEAR = "year", "年度要在 2000 到 2100 之间", "A year from 2000 to 2100"
    PUBLISHED = (
        "published",
        "已公布的规则不能改，请另起一版",
        "A published rulebook is not changed; begin another version",
    )
    CHECKS = "checks", "规则还没有通过检查", "The rulebook has not passed its checks"
    MISSING = "missing", "还有没有打的分", "Scores are missing"
    DAY = "day", "日期不能晚于今天", "The day cannot be after today"
    HEARING = "hearing", "本人的陈述期还没有满", "His days to state his case are not over"
    AGAIN = "again", "这一年已经评过，重评要写明原因", "This year has been rated; say why it is rated again"
    LATER = "later", "后面的年度已经评过，不能再评前面的", "A later year has been rated already"
    SHORT = "short", "任职不满一年，不初评", "Served for less than a year: not rated yet"
    LINES = "lines", "有一行写得不对，照着例子写", "A line is not as in the example"
    QUARTER = "quarter", "这个季度已经定过指标", "This quarter's indicators are set already"
    TWICE = "twice", "有重复的指标代码", "An indicator's code stands twice"
    NOBODY = "nobody", "这里没有这一类的在任书记", "No secretary of this kind is in office here"
    WHO = "who", "没有这位在任的书记，或者不归您管", "No such secretary in office, or not yours to keep"
    LEVEL = "level", "级别写国家级、省级或市县级", "Write national, provincial or county"
    KIND = "kind", "类别写村党组织书记或社区党组织书记", "Write village or community"
    NOT_OPEN = "not_open", "这个季度没有在打分", "This quarter is not being scored"
    MONEY = "money", "写金额，最多两位小数", "Write a sum with two decimals at most"
    PERSON = "person", "没有这个人，或者已经在任", "There is no such person, or he is in office already"
