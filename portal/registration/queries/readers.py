"""Who may read a signed feedback: who signs there, the unit's liaison, and the member himself."""

from portal.core.access import Caller, Permission
from portal.registration.models.feedback import Feedback
from portal.registration.queries.who import member_of, unit_of


def may_read(who: Caller, feedback: Feedback) -> bool:
    """Whether a feedback may be opened by this person."""
    path = feedback.organisation.path
    if who.scope(Permission.SIGN_FEEDBACK).covers(path):
        return True
    return is_of_own_unit(who, feedback) or is_his_own(who, feedback)


def is_of_own_unit(who: Caller, feedback: Feedback) -> bool:
    """Whether it is about the unit whose liaison he is, or about one of its members."""
    unit = unit_of(who.username) if who.may(Permission.UNIT_DESK) else None
    if unit is None:
        return False
    return unit.id == (feedback.member.unit_id if feedback.member else feedback.unit_id)


def is_his_own(who: Caller, feedback: Feedback) -> bool:
    """Whether it is about him."""
    member = member_of(who.username) if who.may(Permission.MEMBER_DESK) else None
    return member is not None and member.id == feedback.member_id
