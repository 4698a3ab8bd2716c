"""Words of the yearly feedback (年度鉴定)."""

from portal.core.words import Word


class FeedbackState(Word):
    """How far a feedback is."""

    DRAFT = "draft", "草稿", "Draft"
    SIGNED = "signed", "社区已签署", "Signed by the community"
    SEEN = "seen", "单位已阅", "Seen by the unit"


class FeedbackGrade(Word):
    """The community's word on a year. It is a word of people, proposed by no formula."""

    GOOD = "good", "表现突出", "Outstanding"
    ACTIVE = "active", "积极参加", "Took part"
    LITTLE = "little", "参加较少", "Took little part"
    NONE = "none", "未参加", "Did not take part"


class FeedbackFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    WORD = "word", "请写一句评语", "Write a sentence"
    YEAR = "year", "这一年还没有开始", "This year has not begun"
    GRADE = "grade", "请选择评价", "Choose an appraisal"
    GONE = "gone", "这一年不在这个社区", "Not in this community in that year"
