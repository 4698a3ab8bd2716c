"""Words of scoring and of the year's six steps (六步工作法)."""

from portal.core.words import Word


class Method(Word):
    """How an indicator is scored (J19)."""

    CHECK = "check", "日常检查", "Daily check"
    REVIEW = "review", "查阅资料", "Review of documents"
    INSPECTION = "inspection", "专项督查", "Special inspection"


class YearStep(Word):
    """The six steps of a year, in their order (J10)."""

    INDICATORS = "indicators", "制定指标", "Setting indicators"
    TRAINING = "training", "动员培训", "Mobilising and training"
    QUARTERS = "quarters", "季度考评", "Quarterly scoring"
    APPRAISAL = "appraisal", "年度考核", "Yearly appraisal"
    RATING = "rating", "星级评定", "Rating of stars"
    FILING = "filing", "备案管理", "Filing"
    FILED = "filed", "已备案", "Filed"


class IndicatorSource(Word):
    """Where a quarter's indicator comes from (J18)."""

    KEY_WORK = "key_work", "辖区重点工作", "Key work of the area"
    INDICATORS = "indicators", "村（社区）党组织指标体系", "The indicator system"
    YEARLY = "yearly", "年度考核指标", "The yearly indicators"


class QuarterState(Word):
    """How far a quarter's scoring is."""

    OPEN = "open", "正在打分", "Being scored"
    CLOSED = "closed", "已排名", "Ranked"


class Reminder(Word):
    """How strongly somebody behind is reminded (J21)."""

    REMIND = "remind", "提醒", "Reminded"
    URGE = "urge", "督促", "Urged"
    TALK = "talk", "约谈", "Called in"


class CheckFault(Word):
    """Why a rulebook cannot be published."""

    ASPECTS = "aspects", "要正好有 8 个方面", "There have to be exactly 8 aspects"
    INDICATORS = "indicators", "指标要超过 40 项", "There have to be more than 40 indicators"
    NEGATIVES = "negatives", "负面情形要正好 10 类", "There have to be exactly 10 negative situations"
    TWICE = "twice", "有重复的指标代码", "An indicator's code stands twice"
    WEIGHTS = "weights", "权重合计不对", "Weights do not add up"
    STEER = (
        "steer",
        "党建、集体经济、民生三方面的权重不够突出",
        "The three steered aspects weigh too little",
    )
    ORPHAN = "orphan", "指标没有所属的方面", "An indicator has no aspect"
    ORDER = "order", "等次的分数线要从低到高", "The grades' limits are out of order"
    FIXED = "fixed", "这个数由文件规定，不能改", "This figure is fixed by the document"
    QUARTERS = "quarters", "季度考评要占年度成绩的一部分", "Quarters have to count in the year"
