"""A quarter's dynamic indicators (季度动态指标), set by each street from three sources (J18), one a line of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.star.terms.scoring import IndicatorSource, Method

QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class QuarterItem:
    """An indicator of a quarter: its code, its name, its weight of a hundred, where it comes from, how it is scored."""

    code: str
    name: str
    weight: int
    source: IndicatorSource
    method: Method


def quarter_item(line: str) -> QuarterItem:
    """An indicator as a line says it: code, name, weight, source, way of scoring, with commas of either width.

    Raises `ValueError` for a line of another shape.
    """
    code, name, weight, source, method = (part.strip() for part in line.replace("，", ",").split(","))
    if not code or not name:
        raise ValueError(line)
    where = next(one for one in (*IndicatorSource, None) if one is None or source in {one.value, one.zh, one.en})
    how = next(one for one in (*Method, None) if one is None or method in {one.value, one.zh, one.en})
    if where is None or how is None:
        raise ValueError(line)
    return QuarterItem(code, name, int(weight), where, how)


def quarter_items(text: str) -> list[QuarterItem]:
    """The indicators of all lines that say something. Raises `ValueError` for a line of another shape."""
    return [quarter_item(line) for line in text.splitlines() if line.strip()]


def line_of(item: QuarterItem) -> str:
    """The other way."""
    return f"{item.code}，{item.name}，{item.weight}，{item.source.zh}，{item.method.zh}"


def kept_item(item: QuarterItem) -> dict[str, Any]:
    """An indicator in plain values, as a row keeps it."""
    plain = {"code": item.code, "name": item.name, "weight": item.weight}
    return plain | {"source": item.source.value, "method": item.method.value}


def item_of(kept: dict[str, Any]) -> QuarterItem:
    """The other way."""
    source, method = IndicatorSource(kept["source"]), Method(kept["method"])
    return QuarterItem(kept["code"], kept["name"], kept["weight"], source, method)


def weights_of(items: Sequence[QuarterItem]) -> dict[str, int]:
    """The weight of each indicator by its code."""
    return {one.code: one.weight for one in items}
