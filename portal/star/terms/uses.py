"""Words of what a rating is used for (结果运用): proposed by rule, decided by people, followed to the end."""

from portal.core.words import Word


class UseKind(Word):
    """What a rating may be used for (J33–J37)."""

    POST = "post", "择优招聘进入事业编或享受同等待遇", "Preferred for a public post, or treated alike"
    RECOMMEND = "recommend", "推荐“两代表一委员”", "Recommended as a delegate or committee member"
    COMMEND = "commend", "列为“两优一先”表彰对象", "Listed for commendation"
    RETAIN = "retain", "离任后适当保留相关待遇", "Keeps part of the benefits after leaving"
    ADMONISH = "admonish", "诫勉监督、限期整改", "Admonished, to be rectified by a date"

    @property
    def needs_to_know(self) -> bool:
        """Whether only the organisation department and the one it is about see it."""
        return self is UseKind.ADMONISH


class UseState(Word):
    """How far a use is. Only an admonition goes on after it was decided."""

    PROPOSED = "proposed", "待研究决定", "To be decided"
    DECIDED = "decided", "已决定", "Decided"
    DECLINED = "declined", "决定不用", "Decided against"
    RECTIFYING = "rectifying", "限期整改中", "To be rectified"
    PLANNED = "planned", "已报整改情况，待核查", "Rectification reported, to be checked"
    LIFTED = "lifted", "整改到位，已解除", "Rectified, lifted"
    ESCALATED = "escalated", "整改不到位，已进一步处理", "Not rectified, taken further"


class UseFault(Word):
    """Why it cannot be done so."""

    STATE = "state", "现在的状态不能这样办理", "This cannot be done in its present state"
    REASON = "reason", "请写明理由", "Give the reasons"
    NONE = "none", "按规则没有新的人选", "By the rules there is nobody new"
