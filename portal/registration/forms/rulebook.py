"""The form of the county's rules of double registration."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, DecimalField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from portal.core.forms import PortalForm
from portal.registration.rules.rulebook import Rulebook
from portal.registration.terms.service import HoursFrom

NEEDED = _("请填写")


def _whole(label: str, least: int, most: int) -> IntegerField:
    told = _("请写 %(least)s 到 %(most)s 的整数", least=least, most=most)
    return IntegerField(label, validators=[InputRequired(NEEDED), NumberRange(least, most, message=told)])


class RulebookForm(PortalForm):
    """Figures and switches from a day on. Shares are typed in percent, points with two places."""

    from_day = DateField(_("从哪一天起"), validators=[InputRequired(NEEDED)])
    origin = StringField(_("依据"), validators=[InputRequired(NEEDED), Length(max=120)])
    weight_activity = _whole(_("活动时长按百分之几计"), 0, 300)
    weight_post = _whole(_("岗位时长按百分之几计"), 0, 300)
    weight_wish = _whole(_("微心愿时长按百分之几计"), 0, 300)
    weight_project = _whole(_("共建项目时长按百分之几计"), 0, 300)
    weight_other = _whole(_("其他服务时长按百分之几计"), 0, 300)
    least_minutes = _whole(_("一笔最少几分钟"), 1, 240)
    most_minutes_a_day = _whole(_("一天最多几分钟"), 30, 1440)
    attendance_code = BooleanField(_("启用动态二维码签到"))
    attendance_code_seconds = _whole(_("二维码几秒一换"), 15, 120)
    points = BooleanField(_("启用积分（只给本人和组织者看，不排名）"))
    points_per_hour = DecimalField(_("每小时几分"), places=2, validators=[InputRequired(NEEDED), NumberRange(0, 100)])
    points_to_pass = _whole(_("几分算合格"), 0, 10_000)
    idle_after_days = _whole(_("多少天没有服务算未参加"), 30, 730)
    unit_passes_at = DecimalField(
        _("单位报到率达到百分之几算合格"), places=2, validators=[InputRequired(NEEDED), NumberRange(0, 100)]
    )
    decide_report_days = _whole(_("社区几个工作日内受理报到"), 1, 60)
    screen_wish_days = _whole(_("社区几个工作日内核对微心愿"), 1, 60)
    take_wish_days = _whole(_("微心愿公开多少天没人认领算到期"), 1, 365)
    do_wish_days = _whole(_("认领后几天内办好"), 1, 180)
    rate_wish_days = _whole(_("办好后几天内评价"), 1, 180)
    smallest_group = _whole(_("公开的数字最少几人"), 2, 50)

    @staticmethod
    def data_of(rules: Rulebook) -> dict[str, object]:
        """What the form shows of given rules."""
        weights = {f"weight_{name}": percent for name, percent in rules.weights.items()}
        hourly, passing = rules.points_per_hour_hundredths / 100, rules.unit_passes_at / 100
        return rules.as_values() | weights | {"points_per_hour": hourly, "unit_passes_at": passing}

    @property
    def values(self) -> dict[str, object]:
        typed = super().values
        weights = {one.value: typed.pop(f"weight_{one.value}") for one in HoursFrom}
        hundredths = {
            "points_per_hour_hundredths": round(typed.pop("points_per_hour") * 100),
            "unit_passes_at": round(typed.pop("unit_passes_at") * 100),
        }
        return typed | hundredths | {"weights": weights}
