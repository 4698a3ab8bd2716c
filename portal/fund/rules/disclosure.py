"""What of the funds everybody may see, and how (F6): payees who are persons are masked, small groups are not told."""

from collections.abc import Sequence

from portal.core.masking import masked_name
from portal.fund.terms.projects import ProjectState

MOST_BARS = 18
LONGEST_NAME = 4
# What stands in the name of a firm, a shop, a team or an institution.
OF_FIRMS = ("公司", "店", "厂", "部", "队", "社", "站", "所", "院", "行", "中心", "合作", "超市")


def shown_payee(payee: str, *, is_person: bool) -> str:
    """A payee as everybody may read it: a firm's name, of a person the surname only."""
    return masked_name(payee) if is_person else payee


def shown_contractor(name: str) -> str:
    """Who does the work, as everybody may read it. Nobody says of a contractor whether it is a person: a name as short
    as a person's with nothing of a firm in it is taken for one."""
    is_person = len(name) <= LONGEST_NAME and not any(sign in name for sign in OF_FIRMS)
    return masked_name(name) if is_person else name


def mean_of(stars: Sequence[int], smallest: int) -> float | None:
    """The mean of ratings, given how many gave one star, two, …; none where too few have rated to tell (E18)."""
    count = sum(stars)
    if count < max(smallest, 1):
        return None
    return sum(number * given for number, given in enumerate(stars, 1)) / count


def largest(named: Sequence[tuple[str, str, int]], rest: str) -> list[tuple[str, tuple[str, ...], int]]:
    """(label, keys, fen) of the largest of (key, label, fen), as many as a drawing has room for, in their order; the
    others together under `rest`. What has nothing is left out of a drawing: the list below it has everybody."""
    some = [one for one in named if one[2] > 0]
    if len(some) <= MOST_BARS:
        return [(label, (key,), fen) for key, label, fen in some]
    first = sorted(some, key=lambda one: -one[2])[: MOST_BARS - 1]
    others = [one for one in some if one not in first]
    shown = [(label, (key,), fen) for key, label, fen in some if (key, label, fen) in first]
    return [*shown, (rest, tuple(key for key, _label, _fen in others), sum(fen for *_, fen in others))]


def may_object(state: ProjectState) -> bool:
    """Whether somebody may have something against it now."""
    return state is ProjectState.NOTICE


def may_rate(state: ProjectState) -> bool:
    """Whether residents are asked how they find it."""
    return state is ProjectState.RATING
