"""Words of the accounts: roles, steps of signing in, what is wrong with a password."""

from portal.core.words import Word


class Role(Word):
    """What a person is in the portal, always for one organisation and all below it."""

    COUNTY_ORGANISATION = "county_organisation", "县委组织部", "County organisation department"
    COUNTY_FINANCE = "county_finance", "县财政", "County finance"
    COUNTY_INSPECTOR = "county_inspector", "县级监督员", "County inspector"
    STREET_OFFICE = "street_office", "街道办公室", "Street office"
    COMMUNITY_SECRETARY = "community_secretary", "社区书记", "Community secretary"
    COMMUNITY_STAFF = "community_staff", "社区工作人员", "Community staff"
    GRID_WORKER = "grid_worker", "网格员", "Grid worker"
    UNIT_LIAISON = "unit_liaison", "单位联络员", "Unit liaison"
    MEMBER = "member", "在职党员", "In-service member"
    ADMINISTRATOR = "administrator", "系统管理员", "Administrator"

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone is too little: roles that see or change the whole county."""
        return self in {
            Role.COUNTY_ORGANISATION,
            Role.COUNTY_FINANCE,
            Role.COUNTY_INSPECTOR,
            Role.ADMINISTRATOR,
        }


class Stage(Word):
    """How far a sign-in has come."""

    SECOND_FACTOR = "second_factor", "等待动态口令", "Waiting for the one-time code"
    SET_UP = "set_up", "等待绑定动态口令", "Waiting for the second factor to be set up"
    COMPLETE = "complete", "已登录", "Signed in"


class InvitationKind(Word):
    """Why a person was sent a link."""

    INVITATION = "invitation", "开通账号", "To open the account"
    RECOVERY = "recovery", "恢复账号", "To restore access"


class LinkFault(Word):
    """Why a code for a new telephone signs nobody in."""

    UNKNOWN = "unknown", "没有这个登录码，可能抄错了，或者已经换了新的", "There is no such code: mistyped, or replaced"
    USED = "used", "这个登录码已经用过了", "This code has been used"
    EXPIRED = "expired", "这个登录码已经过了 5 分钟", "This code is older than 5 minutes"


class PasswordFault(Word):
    """Why a password is not taken."""

    SHORT = "short", "密码至少要 10 个字符", "A password has at least 10 characters"
    LONG = "long", "密码最多 128 个字符", "A password has at most 128 characters"
    PLAIN = (
        "plain",
        "14 个字符以下的密码要同时有字母和数字（或符号）；更长的密码不限",
        "A password of fewer than 14 characters needs letters and digits or signs; a longer one does not",
    )
    COMMON = "common", "这个密码太常见，已经泄露过", "This password is common and has been leaked"
    PERSONAL = "personal", "密码里不要有用户名或姓名", "A password must not hold the user name or the name"
    SAME = "same", "新密码不能和原来的一样", "The new password must differ from the old one"
