"""Words of a year of star management: appeals, the rating of all, why a step cannot close."""

from portal.core.words import Word


class AppealAbout(Word):
    """What an appeal is against."""

    SHEET = "sheet", "季度评分", "A quarter's scores"
    RATING = "rating", "星级评定", "The rating"


class AppealState(Word):
    """How far an appeal is."""

    WAITING = "waiting", "待答复", "To be answered"
    UPHELD = "upheld", "申诉成立", "Upheld"
    DISMISSED = "dismissed", "维持原结果", "Dismissed"


class RunState(Word):
    """How far the rating of all secretaries is."""

    QUEUED = "queued", "等待开始", "Waiting to begin"
    RUNNING = "running", "正在评定", "Rating"
    DONE = "done", "已评完", "Rated"
    FAILED = "failed", "没有评成", "Failed"

    @property
    def is_running(self) -> bool:
        """Whether it is under way or about to be."""
        return self in (RunState.QUEUED, RunState.RUNNING)


class Lack(Word):
    """What is missing before a step can close, each with a name or a count beside it."""

    RULES = "rules", "还没有公布这一年的规则", "The year's rules are not published"
    INDICATORS = "indicators", "还没有制定第 1 季度的指标", "The first quarter's indicators are not set"
    TRAINING = "training", "还没有写动员培训的情况", "The training is not described"
    QUARTER = "quarter", "季度考评还没有排名", "A quarter is not ranked"
    APPRAISAL = "appraisal", "还没有年终考核得分", "The year-end score is missing"
    RATING = "rating", "还没有评定", "Not rated"
    PUBLICITY = "publicity", "公示期还没有开始或还没有满", "The publicity period has not begun or is not over"
    APPEALS = "appeals", "还有没有答复的申诉", "Appeals wait for an answer"
    FAIRNESS = "fairness", "还没有核对评分是否公平", "The fairness check is not noted"
    SIGNATURE = "signature", "还没有签字", "Not signed"


class YearFault(Word):
    """Why it cannot be done so."""

    EXISTS = "exists", "这一年已经开始了", "This year has begun already"
    STEP = "step", "现在这一步不能这样办理", "This cannot be done in the present step"
    LACKING = "lacking", "这一步还缺", "This step still lacks"
    FILED = "filed", "这一年已经备案，只能更正：写明原因", "This year is filed: only a correction with its reason"
    RUNNING = "running", "正在评定，请等它做完", "The rating is under way; wait until it is done"
    SCORES = "scores", "四个季度和年终的得分还没有齐", "The four quarters and the year-end score are not complete"
    APPEALED = "appealed", "这一项已经申诉过", "This has been appealed against already"
    LATE = "late", "申诉期已过", "The time for an appeal is over"
    CHANGED = "changed", "签字以后结果变了，请重新签字", "The results changed after the signature: sign again"
    OWN = "own", "打分、评定的人不能答复针对自己的申诉", "Nobody answers an appeal against his own decision"


class LeftOut(Word):
    """Why the rating of all leaves somebody out."""

    RATED = "rated", "已经评过", "Rated already"
    LATER = "later", "后面的年度已经评过", "A later year was rated"
    SHORT = "short", "任职不满一年", "Served for less than a year"
    SCORES = "scores", "四个季度或年终的得分不全", "Quarters or the year-end score are missing"
