"""The six steps of a year (六步工作法, J10): their order, and what is locked once one is closed."""

from portal.star.terms.scoring import YearStep

ORDER = tuple(YearStep)
S = YearStep


def after(step: YearStep) -> YearStep:
    """The step that follows. Raises `ValueError` after the last one."""
    place = ORDER.index(step) + 1
    if place == len(ORDER):
        raise ValueError(step)
    return ORDER[place]


def takes_quarters(step: YearStep | None) -> bool:
    """Whether indicators may still be set and scored. A year that the portal does not walk (None) locks nothing."""
    return step is None or ORDER.index(step) <= ORDER.index(S.QUARTERS)


def takes_appraisals(step: YearStep | None) -> bool:
    """Whether year-end scores and self-statements are still taken."""
    return step is None or ORDER.index(step) <= ORDER.index(S.APPRAISAL)


def takes_ratings(step: YearStep | None, *, is_correction: bool) -> bool:
    """Whether stars may be rated: in their step; after it only as a correction with its reason (R12)."""
    return step is None or step is S.RATING or (is_correction and ORDER.index(step) > ORDER.index(S.RATING))
