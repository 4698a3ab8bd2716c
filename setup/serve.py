"""Brings the database up to date, starts what the Procfile names, prints the address once it answers, and stops all of
it on Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from urllib.error import URLError
from urllib.request import urlopen

from honcho.environ import parse_procfile
from honcho.manager import SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Message, Printer

from config import SettingError, Settings
from setup.prepared import is_prepared, shows_demo

STOPPED_BY_HAND = {128 + signal.SIGINT, 128 + signal.SIGTERM}
HOST = "127.0.0.1"
# As portal/demo/accounts.py opens them; importing it would take longer than everything else here.
DEMO_ACCOUNTS = (
    *("admin", "county", "finance", "inspector", "street"),
    *("community", "staff", "grid", "unit", "member"),
)
DEMO_PASSWORD = "tancheng-demo"  # noqa: S105  known to everybody, and refused in production


class QuietPrinter(Printer):  # type: ignore[misc]
    """Passes on what the processes say, not that they were started; of the rest only that one ended by itself."""

    def write(self, message: Message) -> None:
        if message.name != SYSTEM_PRINTER_NAME or ("stopped" in message.data and "rc=-15" not in message.data):
            super().write(message)


def prepare() -> None:
    """Migrate, seed and load what is missing. Raises `CalledProcessError` where that failed, which has been said."""
    if not is_prepared(Settings.from_environment(os.environ)):
        subprocess.run([".venv/bin/flask", "--app", "wsgi", "prepare"], check=True)


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def announce(address: str) -> None:
    """Print the address as soon as the portal answers there."""
    while True:
        try:
            urlopen(f"{address}healthz", timeout=5)
            break
        except (URLError, OSError):
            time.sleep(0.1)
    print(f"\n  {address}\n{_demo_accounts()}", flush=True)


def _demo_accounts() -> str:
    """Who can sign in to the demonstration, where it is one."""
    settings = Settings.from_environment(os.environ)
    if settings.production or not shows_demo(settings):
        return ""
    return f"  sign in at /sign-in as {', '.join(DEMO_ACCOUNTS)}; password {DEMO_PASSWORD}\n"


def serve(port: int) -> int:
    """Run web and job worker until one of them ends or somebody stops them; returns the exit status."""
    manager = Manager(QuietPrinter(sys.stdout))
    for name, command in parse_procfile(Path("Procfile").read_text()).processes.items():
        manager.add_process(name, command, env=dict(os.environ))
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))  # the terminal was closed
    Thread(target=announce, args=(f"http://{HOST}:{port}/",), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in STOPPED_BY_HAND else int(manager.returncode or 0)


def main() -> int:
    port = int(os.environ["PORT"])
    if is_taken(port):
        print(f"✗ something else answers on port {port}; take another: PORT={port + 1} make run", file=sys.stderr)
        return 1
    try:
        prepare()
    except SettingError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        return error.returncode
    return serve(port)


if __name__ == "__main__":
    sys.exit(main())
