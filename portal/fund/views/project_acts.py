"""What may be done to a project now, by whoever looks at it: one table that the page and its buttons read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from portal.core.access import Permission, caller, may_at
from portal.core.clock import today
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.projects import may_decide, may_proceed_on, next_decision
from portal.fund.terms.projects import DecisionStep, ProjectState, Verdict

S = ProjectState
PROPOSE, APPROVE, RECORD = Permission.PROPOSE_PROJECTS, Permission.APPROVE_PROJECTS, Permission.RECORD_PROJECTS
PAYING = (S.RUNNING, S.ACCEPTANCE, S.RATING)


def step_to_decide(project: Any) -> DecisionStep | None:
    """Which deliberation comes next for the budget that stands."""
    held = [one.step for one in project.decisions if one.version == project.budget_version]
    return next_decision(held, project.purse, fund_rules_on(today()))


def is_decided(project: Any) -> bool:
    """Whether all deliberations were held that its purse asks for."""
    return step_to_decide(project) is None


def who_has_spoken(project: Any) -> list[str]:
    """Who asked for the budget that stands, and who said yes to it: none of them says yes again."""
    yes = [one for one in project.approvals if one.version == project.budget_version and one.verdict is Verdict.YES]
    return [project.asked_by, *(one.by for one in yes)]


def may_speak(project: Any) -> bool:
    """Separation of duties: whether the caller may say yes to it."""
    return may_decide(who_has_spoken(project), caller().username)


def notice_is_over(project: Any) -> bool:
    """Whether what was on notice may go on, and nothing is unanswered."""
    notice = project.notices[-1]
    return may_proceed_on(notice.last_day) <= today() and all(one.answered_at for one in notice.objections)


@dataclass(frozen=True, slots=True)
class Act:
    """A deed: its page, its button, who may do it, in which states; `main` is what comes next."""

    endpoint: str
    text: LazyString
    permission: Permission
    states: Sequence[ProjectState]
    main: bool = False
    holds: Callable[[Any], object] = lambda _project: True


ACTS = (
    Act("submit_project", _("提交议定"), PROPOSE, (S.DRAFT,), True),
    Act("decide_project", _("记一次议定"), PROPOSE, (S.DELIBERATION,), True, step_to_decide),
    Act("send_on_project", _("议定完成，往下办"), PROPOSE, (S.DELIBERATION,), True, is_decided),
    Act("project_to_street", _("公示期满，报街道"), PROPOSE, (S.NOTICE,), True, notice_is_over),
    Act("enter_objection", _("代记异议"), PROPOSE, (S.NOTICE,)),
    Act("approve_project", _("审核同意"), APPROVE, (S.STREET,), True, may_speak),
    Act("return_to_community", _("退回修改"), APPROVE, (S.STREET,)),
    Act("record_project", _("备案、立项"), RECORD, (S.COUNTY,), True, may_speak),
    Act("return_from_county", _("退回修改"), RECORD, (S.COUNTY,)),
    Act("ask_payment", _("申请支付"), PROPOSE, PAYING, True),
    Act("contract_project", _("记合同"), PROPOSE, (S.RUNNING,)),
    Act("finish_project", _("完工"), PROPOSE, (S.RUNNING,)),
    Act("accept_project", _("验收通过"), PROPOSE, (S.ACCEPTANCE,), True),
    Act("not_accept_project", _("验收不合格"), PROPOSE, (S.ACCEPTANCE,)),
    Act("add_project_photos", _("加照片"), PROPOSE, (S.ACCEPTANCE, S.RATING)),
    Act("rate_for_resident", _("代居民评价"), PROPOSE, (S.RATING,)),
    Act("close_project", _("办结、公开结果"), PROPOSE, (S.RATING,), True),
    Act("change_project", _("修改"), PROPOSE, (S.DRAFT, S.DELIBERATION, S.RETURNED)),
    Act("change_running_budget", _("改预算"), PROPOSE, (S.RUNNING,)),
    Act("withdraw_project", _("撤回"), PROPOSE, (S.DRAFT, S.DELIBERATION, S.NOTICE, S.RETURNED)),
    Act("stop_project", _("终止"), APPROVE, (S.RUNNING,)),
)


def acts_on(project: Any) -> list[Act]:
    """What the caller may do to a project that he may see."""
    return [act for act in ACTS if project.state in act.states and may(project, act.permission) and act.holds(project)]


def may(project: Any, permission: Permission) -> bool:
    """Whether the caller has the permission over the project's community."""
    return may_at(project.organisation.path, permission)
