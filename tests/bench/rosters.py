"""Rosters brought in from the shell: how long a preview and a confirmed import take, and how much memory they need."""

import contextlib
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select

from config import ROOT
from portal.application import create_app
from portal.core.database import session
from portal.core.sheets import Column, write_workbook
from portal.organisation.rules.identity import check_character
from portal.registration.models.roster import Unit
from tests import engines
from tests.bench.counties import make_county
from tests.conftest import settings_for

HEADINGS = ("序号", "姓名", "性别", "出生年月", "身份证号码", "民族", "工作单位", "所在党支部", "联系电话", "报到时间")
OF_A_COUNTY, OF_A_NATION = 4_709, 1_000_000
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "芳伟娜强磊军洋勇艳杰"


def measure(*, quick: bool) -> None:
    """Print a line for each file and engine; the million-row file is left out where it must be quick."""
    print("\n| rows | case | seconds | of the processor | rows/s | peak MB | outcome |\n|---|---|---|---|---|---|---|")
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        cluster = stack.enter_context(engines.postgresql_server())
        served = stack.enter_context(engines.postgresql_database(cluster, "rosters"))
        for engine, url in (("SpatiaLite", f"sqlite:///{var / 'portal.db'}"), ("PostGIS", served)):
            make_county(url, var, 0)
            units = _units(url, var)
            county, nation = var / "county.xlsx", var / "nation.csv"
            write_workbook(county, [Column(word, word) for word in HEADINGS], _rows(OF_A_COUNTY, units))
            _bring_in(f"preview .xlsx, {engine}", county, url, var, "--dry-run")
            _bring_in(f"import .xlsx, {engine}", county, url, var)
            _bring_in(f"the same again, {engine}", county, url, var)
            if not quick:
                for file in (nation, nation.with_suffix(".xlsx")):
                    _write_nation(file, units)
                    _bring_in(f"preview {file.suffix}, {engine}", file, url, var, "--dry-run")


def _bring_in(case: str, file: Path, database_url: str, var: Path, *options: str) -> None:
    """One import in a process of its own, start included; its outcome is what the command prints."""
    keys = {"DATA_KEY": "d" * 40, "SECRET_KEY": "s" * 40, "AUDIT_KEY": "a" * 40}  # those of settings_for
    known = os.environ | keys | {"DATABASE_URL": database_url, "PORTAL_VAR": str(var)}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "members", "import", str(file), "--json", *options]
    began = time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, cwd=ROOT, env=known, stdout=told)
        processor, peak = _watched(process)
        seconds = time.perf_counter() - began
        told.seek(0)
        outcome = json.loads(told.read())
    counts = ", ".join(f"{outcome[name]} {name}" for name in ("new", "changed", "unchanged") if outcome[name])
    errors = f", {len(outcome['errors'])} errors told" if outcome["errors"] else ""
    speed = f"{outcome['rows'] / seconds:,.0f}"
    times = (f"{seconds:.1f}", f"{processor:.1f}")
    cells = (f"{outcome['rows']:,}", case, *times, speed, f"{peak:.0f}", counts + errors)
    print(f"| {' | '.join(cells)} |", flush=True)


def _watched(process: subprocess.Popen) -> tuple[float, float]:
    """Wait for a process; the processor's seconds that it took, and its peak memory in MB.

    The peak is read while it lives: what wait4 tells includes that of the process which it was forked from.
    """
    peak = 0
    while True:
        with contextlib.suppress(OSError):
            peak = max([peak, *map(int, PEAK.findall(Path(f"/proc/{process.pid}/status").read_text()))])
        done, status, used = os.wait4(process.pid, os.WNOHANG)
        if done:
            process.returncode = status
            return used.ru_utime + used.ru_stime, peak / 1024
        time.sleep(0.05)


def _units(database_url: str, var: Path) -> list[str]:
    portal = create_app(settings_for(database_url, var))
    with portal.app_context():
        return list(session.scalars(select(Unit.name).order_by(Unit.code)))


def _rows(count: int, units: list[str]) -> Iterator[list[str]]:
    for number in range(count):
        name = SURNAMES[number % 10] + GIVEN[number // 10 % 10] + GIVEN[number // 100 % 10]
        first = f"{980000 + number // 365_000:06}{1960 + number % 40}{1 + number % 12:02}{1 + number % 28:02}"
        identity = f"{first}{number // 840 % 1000:03}"
        phone = str(19_900_000_000 + number)
        written = [identity + check_character(identity), "汉", units[number % len(units)], "第一党支部", phone]
        yield [str(number + 1), name, "男女"[number % 2], identity[6:10], *written, "2026-03-15"]


def _write_nation(file: Path, units: list[str]) -> None:
    if file.exists():
        return
    if file.suffix == ".xlsx":
        write_workbook(file, [Column(word, word) for word in HEADINGS], _rows(OF_A_NATION, units))
        return
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADINGS)
        writer.writerows(_rows(OF_A_NATION, units))
