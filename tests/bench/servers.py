"""Servers under measurement, as `make run` starts them, and the load on them (wrk, from Debian's packages)."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from config import ROOT

WORKERS = 2
BINARIES = Path(sys.executable).parent
LATENCY = re.compile(r"\s+(50|99)%\s+([\d.]+)(us|ms|s)")
UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Server:
    """A running server: its address and the process that its workers hang from."""

    address: str
    process: subprocess.Popen

    def private_mb(self) -> float:
        """The largest private memory of any worker, in MB: pages it shares with no other process."""
        os.sync()  # pages of files just written count as private until they are on the disk
        return max(_private_kb(pid) for pid in _family(self.process.pid)[1:]) / 1024

    def processor_seconds(self) -> float:
        """The processor's seconds that it and all its workers have taken."""
        return processor_seconds(self.process.pid)


@dataclass(frozen=True)
class Load:
    """What a load gave."""

    per_second: float
    median_ms: float
    p99_ms: float


@contextmanager
def portal(environ: Mapping[str, str]) -> Iterator[Server]:
    """The portal as the Procfile serves it."""
    web = next(line for line in (ROOT / "Procfile").read_text().splitlines() if line.startswith("web:"))
    with _serving(web.removeprefix("web:"), environ) as server:
        yield server


@contextmanager
def bare() -> Iterator[Server]:
    """The bare route on gunicorn's sync workers."""
    with _serving(f".venv/bin/gunicorn -w {WORKERS} -b 127.0.0.1:$PORT tests.bench.bare:app", {}) as server:
        yield server


def load(url: str, seconds: int) -> Load:
    """Ask for an address over four connections for so many seconds."""
    wrk = shutil.which("wrk")
    assert wrk, "wrk is missing: apt-get install wrk"
    done = subprocess.run(
        [wrk, "-t1", "-c4", f"-d{seconds}s", "--latency", url], capture_output=True, text=True, check=True
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    at = {share: float(number) * UNITS_MS[unit] for share, number, unit in LATENCY.findall(done.stdout)}
    per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])  # type: ignore[index]
    return Load(per_second, at["50"], at["99"])


@contextmanager
def _serving(command: str, environ: Mapping[str, str]) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    known = (
        os.environ | {"PORT": str(port), "WEB_CONCURRENCY": str(WORKERS), "RATELIMIT_ENABLED": "false"} | dict(environ)
    )
    process = subprocess.Popen(["bash", "-c", f"exec {command}"], cwd=ROOT, env=known, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(f"{address}/healthz")
        yield Server(address, process)
    finally:
        process.terminate()
        process.wait()


def await_answers(url: str) -> None:
    """Ask until each worker has surely built or mapped what it answers from: at a million positions that takes long."""
    for _ in range(4 * WORKERS):
        urlopen(url, timeout=300).read()


def _await(url: str) -> None:
    for _ in range(300):
        try:
            urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in _family(int(child)))]


def processor_seconds(pid: int) -> float:
    """What a process and all that hang from it have taken of the processor, those that ended included."""
    stats = (Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _family(pid))
    return sum(sum(map(int, stat[11:15])) for stat in stats) / os.sysconf("SC_CLK_TCK")


def _private_kb(pid: int) -> int:
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(map(int, re.findall(r"Private_(?:Clean|Dirty):\s+(\d+)", rollup)))
