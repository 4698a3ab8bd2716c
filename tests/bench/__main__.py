"""Prints requests per second, median and p99 latency and private memory of each case, and its ratio to the bare route.

Each round asks every case once, in turn; the figures are medians over the rounds, the ratios medians of the ratios
within a round, so that a machine that slows down slows all of them.
"""

import argparse
import platform
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from statistics import median

from tests import engines
from tests.bench import boards, funds, phones, rosters, stars
from tests.bench.counties import make_county
from tests.bench.servers import Load, Server, await_answers, bare, load, portal

NEAREST = "/api/v1/stations/nearest?lat=34.6130&lon=118.3670&open_at=any"
BARE = "bare Flask route, gunicorn sync"
SIZES = {1_587: "1,587", 1_000_000: "1,000,000"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the demo county only, short rounds")
    quick = parser.parse_args().quick
    seconds, rounds = (1, 3) if quick else (2, 5)
    print(f"{date.today()}, {platform.machine()}, {platform.system()}, Python {platform.python_version()}\n")
    print("| points | case | requests/s | median ms | p99 ms | private MB | ratio |\n|---|---|---|---|---|---|---|")
    for positions in list(SIZES)[: 1 if quick else None]:
        _measure(positions, seconds, rounds)
    rosters.measure(quick=quick)
    boards.measure(quick=quick)
    funds.measure(quick=quick)
    stars.measure(quick=quick)
    phones.measure(quick=quick)


def _measure(positions: int, seconds: int, rounds: int) -> None:
    with ExitStack() as stack:
        servers = {BARE: (stack.enter_context(bare()), "/healthz"), **dict(_portals(stack, positions))}
        loads: dict[str, list[Load]] = defaultdict(list)
        for server, path in servers.values():
            await_answers(server.address + path)
            load(server.address + path, 1)
        for _ in range(rounds):
            for name, (server, path) in servers.items():
                loads[name].append(load(server.address + path, seconds))
        for name, (server, _path) in servers.items():
            _tell(SIZES[positions], name, loads[name], loads[BARE], server)


def _portals(stack: ExitStack, positions: int) -> Iterator[tuple[str, tuple[Server, str]]]:
    var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
    embedded = f"sqlite:///{var / 'portal.db'}"
    make_county(embedded, var, positions)
    cluster = stack.enter_context(engines.postgresql_server())
    served = stack.enter_context(engines.postgresql_database(cluster, "bench"))
    make_county(served, var, positions)
    memory = stack.enter_context(portal({"DATABASE_URL": embedded, "PORTAL_VAR": str(var)}))
    yield "nearest, index in memory", (memory, NEAREST)
    for engine, url in (("SpatiaLite", embedded), ("PostGIS", served)):
        told = {"DATABASE_URL": url, "PORTAL_VAR": str(var), "NEAREST_ENGINE": "database"}
        yield f"nearest, {engine}", (stack.enter_context(portal(told)), NEAREST)
    if positions < 10_000:
        yield "all positions as GeoJSON", (memory, "/api/v1/stations.geojson")
        yield "all positions as columns", (memory, "/api/v1/stations/columns.json")
    paged = stack.enter_context(portal({"DATABASE_URL": embedded, "PORTAL_VAR": str(var)}))
    yield "the page /", (paged, "/?open_now=0&lat=34.6130&lon=118.3670")


def _tell(points: str, name: str, loads: list[Load], yardstick: list[Load], server: Server) -> None:
    ratio = median(one.per_second / other.per_second for one, other in zip(loads, yardstick, strict=True))
    figures = [median(getattr(one, figure) for one in loads) for figure in ("per_second", "median_ms", "p99_ms")]
    cells = [
        points,
        name,
        f"{figures[0]:,.0f}",
        f"{figures[1]:.2f}",
        f"{figures[2]:.2f}",
        f"{server.private_mb():.0f}",
        f"{ratio:.2f}",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
