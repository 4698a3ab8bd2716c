"""The quiet layer of a map as GeoJSON: outlines simplified together, so that borders of all layers stay one line."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geo.regions import simplified_coverage
from geo.tints import tints

SIMPLER_BY_M = 9.0
# About a metre.
DECIMALS = 5
LABEL_PRECISION_DEG = 0.0003
# How much of an area its parts must cover for its border to be drawn from theirs.
COVERED = 0.999


@dataclass(frozen=True, slots=True)
class LayerArea:
    """An area of a layer; `parent` is the code of the area of the layer above that it is a part of, or ""."""

    layer: str
    code: str
    name: str
    parent: str
    area: BaseGeometry


def map_layer(areas: Sequence[LayerArea]) -> dict[str, Any]:
    """A FeatureCollection of all areas, in the order given; layers must be given from the widest to the finest.

    Properties: `layer`, `code`, `name`, `label_lat`, `label_lon`, `tint` (0 to 3; neighbours differ, and an area of the
    finest layer has its parent's). Coordinates are rounded to five decimals, about a metre.
    """
    layers: dict[str, list[LayerArea]] = defaultdict(list)
    for area in areas:
        layers[area.layer].append(area)
    drawn: dict[str, BaseGeometry] = {}
    colours: dict[str, int] = {}
    for layer in reversed(layers.values()):
        drawn |= _simplified(layer, drawn, areas)
        colours |= dict(zip((area.code for area in layer), tints([area.area for area in layer]), strict=True))
    finest = next(reversed(layers), "")
    features = (
        _feature(
            area,
            drawn[area.code],
            colours[area.parent if area.layer == finest and area.parent else area.code],
        )
        for area in areas
    )
    return {"type": "FeatureCollection", "features": list(features)}


def _simplified(
    layer: Sequence[LayerArea], drawn: Mapping[str, BaseGeometry], areas: Sequence[LayerArea]
) -> dict[str, BaseGeometry]:
    """Each area from its own parts where they cover it, else from its own outline."""
    parts = defaultdict(list)
    for area in areas:
        if area.parent and area.code in drawn:
            parts[area.parent].append(drawn[area.code])
    joined = {area.code: shapely.coverage_union_all(parts[area.code]) for area in layer if area.code in parts}
    whole = {area.code: area.area.area for area in layer}
    joined = {code: union for code, union in joined.items() if union.area > COVERED * whole[code]}
    alone = [area for area in layer if area.code not in joined]
    return joined | dict(zip((area.code for area in alone), _simpler([area.area for area in alone]), strict=True))


def _simpler(outlines: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(outline)} for outline in outlines]
    simpler = simplified_coverage({"type": "FeatureCollection", "features": features}, SIMPLER_BY_M)
    shapes = (shapely.geometry.shape(feature["geometry"]) for feature in simpler["features"])
    return [shapely.transform(shape, lambda corners: np.round(corners, DECIMALS)) for shape in shapes]


def _feature(area: LayerArea, outline: BaseGeometry, tint: int) -> dict[str, Any]:
    largest = max(shapely.get_parts(outline), key=lambda part: float(part.area))
    lon, lat = shapely.maximum_inscribed_circle(largest, LABEL_PRECISION_DEG).coords[0]
    properties = {
        "layer": area.layer,
        "code": area.code,
        "name": area.name,
        "label_lat": round(lat, DECIMALS),
        "label_lon": round(lon, DECIMALS),
        "tint": tint,
    }
    return {"type": "Feature", "properties": properties, "geometry": mapping(outline)}
