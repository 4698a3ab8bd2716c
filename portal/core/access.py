"""Who may call a page: the vocabulary of permissions, and the guard that denies what declares none.

Every view says it with `@allow(...)`. Which role has which permission stands in `portal/account/permissions.toml`; the
room `account` says who is calling.
"""

from collections.abc import Callable
from typing import Any, NoReturn, Protocol, cast

from flask import Flask, Response, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.core.afterwards import note_refusal
from portal.core.errors import Problem, wants_json
from portal.core.words import Word


class Permission(Word):
    """What a page asks of its caller."""

    PUBLIC = "public", "谁都可以看", "Open to everybody"
    SIGNED_IN = "signed_in", "登录的人都可以", "Everybody who is signed in"
    VIEW_TREE = "view_tree", "查看组织树、沿革和覆盖情况", "See the tree, its history and its gaps"
    EDIT_TREE = "edit_tree", "新建、更名、移动、合并、撤销组织", "Found, rename, move, merge and close organisations"
    VIEW_PEOPLE = "view_people", "查看人员、岗位和空缺", "See people, their posts and vacancies"
    EDIT_PEOPLE = "edit_people", "登记人员，任免、选派、变动", "Enter people; appoint, post and release them"
    REVEAL_CONTACT = "reveal_contact", "说明理由后查看电话全号", "See whole phone numbers, giving a reason"
    REVEAL_IDENTITY = "reveal_identity", "说明理由后查看身份证全号", "See whole identity numbers, giving a reason"
    ARRANGE_DUTIES = "arrange_duties", "安排网格员、请假和代班", "Arrange grid workers, leave and stand-ins"
    VIEW_PAY = "view_pay", "查看社区工作者的定级和薪酬", "See the grades and pay of community workers"
    KEEP_WORKERS = "keep_workers", "登记社区工作者，定级、晋级、考核", "Enter community workers, their grades and exams"
    EDIT_PAY_TABLE = "edit_pay_table", "制定薪级表", "Issue pay tables"
    IMPORT_TREE = "import_tree", "用 Excel 批量改组织树", "Change the tree by workbook"
    KEEP_BUILDINGS = "keep_buildings", "登记楼栋，改名、定党小组、注销", "Enter, rename, assign and close buildings"
    KEEP_BODIES = "keep_bodies", "管理横向党组织、大工委和联席会议", "Keep horizontal organisations and joint bodies"
    ANSWER_REQUESTS = "answer_requests", "登记和答复个人信息请求", "Enter and answer requests about personal data"
    VIEW_ROSTER = "view_roster", "查看报到单位、在职党员和看板", "See units, in-service members and their boards"
    KEEP_ROSTER = "keep_roster", "登记、导入、落格、调整单位和党员", "Enter, import, place and change units and members"
    HANDLE_REPORTS = "handle_reports", "受理报到、转接、暂缓和更正", "Decide on reports, transfers, leave, corrections"
    UNIT_DESK = "unit_desk", "办理本单位的报到、资源和鉴定", "Act for one's own unit"
    MEMBER_DESK = "member_desk", "本人报到、认岗、报名、认领心愿", "Report, claim posts, sign up, take wishes"
    KEEP_LISTS = "keep_lists", "发布需求，对接资源和项目", "Publish needs; join them with resources"
    RUN_ACTIVITIES = "run_activities", "设岗、办活动、记时长", "Set up posts, run activities, enter hours"
    HANDLE_WISHES = "handle_wishes", "核对、公开、催办、销号微心愿", "Read, publish, chase and close micro-wishes"
    FILE_WISHES = "file_wishes", "代居民提微心愿", "File micro-wishes for residents"
    SEE_ORIGINALS = "see_originals", "看未遮盖的原始照片", "See pictures as they were taken"
    SIGN_FEEDBACK = "sign_feedback", "签署年度鉴定", "Sign the yearly feedback"
    SET_REGISTRATION_RULES = "set_registration_rules", "制定双报到规则", "Issue the rules of double registration"
    LOG_SERVICE = "log_service", "记服务日志，做任务", "Log services and do tasks"
    VIEW_LOGS = "view_logs", "查看服务日志、任务和看板", "See service logs, tasks and boards"
    REPORT_EVENTS = "report_events", "上报事件，代居民上报", "Report events, also for residents"
    VIEW_EVENTS = "view_events", "查看事件", "See events"
    HANDLE_EVENTS = "handle_events", "受理、派办、核查、办结事件", "Accept, assign, verify and close events"
    ARRANGE_TASKS = "arrange_tasks", "给网格员派任务、排巡查", "Give tasks and rounds to grid workers"
    KEEP_SERVICES = "keep_services", "登记社会组织和它们的服务", "Keep social organisations and their services"
    KEEP_STATIONS = "keep_stations", "核对点位，临时关门、改时间", "Verify positions; close or change a day"
    SET_GRID_RULES = "set_grid_rules", "制定网格工作规则", "Issue the rules of grid work"
    VIEW_FUNDS = "view_funds", "查看经费账目和项目", "See the funds' books and projects"
    ALLOCATE_FUNDS = "allocate_funds", "定标准、拨付、记账、结账", "Set rates, allocate, post, close the books"
    SET_FUND_RULES = "set_fund_rules", "制定经费管理规则", "Issue the rules of the funds"
    PROPOSE_PROJECTS = "propose_projects", "申报经费项目，申请支付", "Propose projects and ask for payments"
    APPROVE_PROJECTS = "approve_projects", "审核经费项目和支付申请", "Approve projects and requests for payment"
    RECORD_PROJECTS = "record_projects", "经费项目县级备案", "Record projects at the county"
    PAY_FUNDS = "pay_funds", "支付，交换银行文件", "Pay, and exchange files with the bank"
    SUPERVISE_FUNDS = "supervise_funds", "监督经费，提出问题、复查", "Supervise the funds; ask and check again"
    VIEW_STARS = "view_stars", "查看书记星级档案", "See secretaries' star records"
    VIEW_STAR_PAY = "view_star_pay", "查看书记以星取酬的工资表", "See what secretaries' stars pay"
    KEEP_STARS = "keep_stars", "登记书记、审定依据、评定星级", "Register secretaries, decide on evidence, rate"
    CHECK_STARS = "check_stars", "提交和审核星级依据", "File and check evidence for stars"
    OWN_STARS = "own_stars", "看本人的星级，提交材料、陈述", "See one's own stars, hand in evidence, state one's case"
    SET_STAR_RULES = "set_star_rules", "制定星级管理规则", "Publish the star rules"
    VIEW_OVERVIEW = "view_overview", "查看总览", "See the overview"
    MANAGE_ACCOUNTS = "manage_accounts", "开通账号、授予角色、恢复账号", "Open accounts, grant roles, restore access"
    READ_RECORD = "read_record", "查看和导出操作记录", "Read and export the record of deeds"


PUBLIC = Permission.PUBLIC
SIGNED_IN = Permission.SIGNED_IN
FOR_EVERYBODY = {PUBLIC, SIGNED_IN}


class Scope(tuple[str, ...]):
    """The paths of the subtrees that a caller may work in; an empty scope holds nothing."""

    __slots__ = ()

    def covers(self, path: str) -> bool:
        """Whether an organisation of that path lies in one of the subtrees; a path ends with a slash."""
        return any(path.startswith(root) for root in self)


NOWHERE = Scope()


class Caller(Protocol):
    """Who is signed in, as far as the rooms below `account` need to know."""

    username: str
    name: str
    session_code: str
    is_authenticated: bool

    def may(self, permission: Permission) -> bool: ...

    def scope(self, permission: Permission) -> Scope: ...

    @property
    def where_to_first(self) -> str:
        """The address that must be visited before any other (a password to change), or empty."""


class UndeclaredRoute(RuntimeError):
    """A route that does not say who may call it; the portal refuses to start with one."""


def caller() -> Caller:
    """Who is calling; `is_authenticated` is false for a visitor."""
    return cast("Caller", current_user)


def may_at(path: str, permission: Permission) -> bool:
    """Whether the caller has the permission over the organisation of that path."""
    return caller().may(permission) and caller().scope(permission).covers(path)


def scope_of(permission: Permission) -> Scope:
    """Where the caller may do this: what lies elsewhere does not exist for him."""
    return caller().scope(permission)


def allow[View: Callable[..., Any]](permission: Permission) -> Callable[[View], View]:
    """Declare who may call the view."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def admit() -> None:
    """Let the request through to its view, or answer it here: to the sign-in page, or 403."""
    if request.endpoint is None:
        return
    permission: Permission = vars(current_app.view_functions[request.endpoint])["permission"]
    if permission is PUBLIC:
        return
    who = caller()
    if not who.is_authenticated:
        _ask_to_sign_in()
    if who.where_to_first and request.path not in {who.where_to_first, url_for("account.sign_out")}:
        abort(redirect(who.where_to_first, 303))
    if permission is not SIGNED_IN and not who.may(permission):
        note_refusal(request.path, f"needs {permission.value}")
        abort(403)


def _ask_to_sign_in() -> NoReturn:
    if wants_json():
        raise Problem(401, "Sign in first.")
    flash(_("请先登录。"))
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    abort(cast("Response", redirect(url_for("account.sign_in", next=back), 303)))


def guard(app: Flask) -> None:
    """Called once all rooms are built. Raises `UndeclaredRoute` naming the views that declare nothing."""
    allow(PUBLIC)(app.view_functions["static"])
    silent = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not isinstance(getattr(app.view_functions[rule.endpoint], "permission", None), Permission)
    )
    if silent:
        raise UndeclaredRoute(f"add @allow(Permission.…) or @allow(PUBLIC) to {', '.join(silent)}")
