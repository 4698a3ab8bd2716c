"""Which rows of an index a search may answer, however the caller says it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Rows = NDArray[np.intp]
type Mask = NDArray[np.bool_]
type Accept = Callable[[int], bool] | Mask


@dataclass(frozen=True, slots=True)
class Permitted:
    """Rows that are in `subset` (sorted) and in `mask` and that `asked` accepts; None leaves out nothing.

    `about` is how many rows that is, before `asked`, which is asked about candidates only.
    """

    about: int
    subset: Rows | None = None
    mask: Mask | None = None
    asked: Callable[[int], bool] | None = None

    @classmethod
    def of(cls, total: int, accept: Accept | None, subset: Rows | None) -> "Permitted":
        """What `total` rows, a mask or a function, and a postings list leave over."""
        if not isinstance(accept, np.ndarray):
            return cls(total if subset is None else subset.size, subset, None, accept)
        if subset is None:
            return cls(int(np.count_nonzero(accept)), None, accept)
        both = subset[accept[subset]]
        return cls(both.size, both)

    @property
    def rows(self) -> Rows | None:
        """All permitted rows, sorted, before `asked`; None when that is every row."""
        return self.subset if self.mask is None else np.flatnonzero(self.mask)

    def among(self, drawn: Rows) -> Mask | None:
        """Which of the drawn rows are permitted; None when all of them are."""
        kept: Mask | None = None
        if self.subset is not None:
            places = np.searchsorted(self.subset, drawn)
            kept = self.subset[np.minimum(places, self.subset.size - 1)] == drawn
        elif self.mask is not None:
            kept = self.mask[drawn]
        if self.asked is None:
            return kept
        asked = np.ones(drawn.size, np.bool_) if kept is None else kept
        asked[asked] = [self.asked(row) for row in drawn[asked].tolist()]
        return asked
