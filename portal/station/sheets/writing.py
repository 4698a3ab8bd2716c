"""Writing all positions as a table that comes back unchanged."""

import json
from collections.abc import Mapping
from pathlib import Path

from portal.core.sheets import write_csv, write_workbook
from portal.station.sheets.columns import COLUMNS
from portal.station.terms import Facts


def write_stations(path: Path, known: Mapping[str, Facts], service_names: Mapping[str, str]) -> None:
    """As .xlsx, .csv or .geojson by the ending of `path`; degrees are WGS-84 and the file says so."""
    rows = [_row(code, facts, service_names) for code, facts in known.items()]
    ending = path.suffix.lower()
    if ending == ".geojson":
        path.write_text(json.dumps(_collection(rows), ensure_ascii=False), encoding="utf-8")
    else:
        write = write_csv if ending == ".csv" else write_workbook
        write(path, COLUMNS, ([row[column.name] for column in COLUMNS] for row in rows))


def _row(code: str, facts: Facts, service_names: Mapping[str, str]) -> dict[str, str | float | None]:
    days = ("in_service_from", "in_service_until", "verified_on")
    return {
        "code": code,
        "name": facts.name,
        "kind": facts.kind.zh,
        "site": facts.site.zh,
        "address": facts.address,
        "lat": facts.lat,
        "lon": facts.lon,
        "system": "WGS-84",
        "opening_hours": facts.opening_hours,
        "services": "，".join(service_names[service] for service in facts.services),
        "phone": facts.phone,
        "manager": facts.manager,
        "pinyin": facts.pinyin,
        "verified_by": facts.verified_by,
        **{name: day.isoformat() if (day := getattr(facts, name)) else None for name in days},
    }


def _collection(rows: list[dict[str, str | float | None]]) -> dict[str, object]:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]},
            "properties": row,
        }
        for row in rows
    ]
    return {"type": "FeatureCollection", "features": features}
