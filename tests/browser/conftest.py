"""A real Chromium before a really serving portal: what a visitor sees, with every breach of the policy collected."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright
from werkzeug.serving import make_server

from tests.people import DEMO_PASSWORD

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
# What does not depend on what the database answers is looked at once.
ONE_ENGINE = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
# Without these, Chromium knocks at its maker's servers at every start.
QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
COLLECT_VIOLATIONS = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.__violations.push([e.effectiveDirective, e.blockedURI, (e.sourceFile || "") + ":" + e.lineNumber].join(" ")));
"""


PATIENCE_S = 30
# The names on a map give way to its markers a third of a second after its last move (labels.js).
RESTS = """
() => new Promise((done) => setTimeout(() => requestIdleCallback(() => {
  const { portalMap: map } = window;
  const moves = ({ playState, effect }) => playState === "running" && effect.getComputedTiming().endTime < Infinity;
  done(!document.getAnimations().some(moves) && !map?._animatingZoom && !map?._panAnim?._inProgress);
}), window.portalMap ? 180 : 40))
"""


@dataclass
class Visit:
    """One visitor's browser window, and everything that went wrong in it."""

    page: Page
    base: str
    scripted: bool = True
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    under_way: set[Request] = field(default_factory=set)

    def opens(self, path: str) -> Page:
        """Go to a page of the portal and wait until it is quiet."""
        self.page.goto(self.base + path)
        if self.scripted:
            self.settles()
        return self.page

    def settles(self) -> None:
        """Wait until the page rests, twice in a row: nothing is under way to it, nothing moves, its script is idle."""
        quiet, until = 0, time.monotonic() + PATIENCE_S
        while quiet < 2:
            assert time.monotonic() < until, f"{self.page.url} does not come to rest: {self.under_way}"
            rests = self.page.evaluate(RESTS)
            quiet = quiet + 1 if rests and not self.under_way else 0

    def signs_in(self, username: str) -> None:
        """Sign in as a demo account, by keyboard and button."""
        page = self.opens("/sign-in")
        page.fill("#username", username)
        page.fill("#password", DEMO_PASSWORD)
        page.click(".form button[type=submit]")
        page.wait_for_url("**/desk")

    def violations(self) -> list[str]:
        """What the content security policy stopped on this page."""
        return list(self.page.evaluate("window.__violations"))

    def is_clean(self) -> None:
        """Assert that nothing broke the policy, no script failed and no request left for another host."""
        assert self.violations() == []
        assert self.errors == []
        assert self.foreign == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert executable, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=executable, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="module")
def served(demo_app: Any) -> Iterator[str]:
    """The demo county, served on a free port of this machine."""
    server = make_server("127.0.0.1", 0, demo_app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


@pytest.fixture
def visit(browser: Browser, served: str) -> Iterator[Callable[..., Visit]]:
    """`visit(PHONE)` opens a new visitor's window; further arguments go to Playwright's context."""
    with ExitStack() as stack:
        yield lambda screen=PHONE, **more: arrive(stack, browser, served, screen, **more)


def arrive(stack: ExitStack, browser: Browser, base: str, screen: dict[str, int], **more: Any) -> Visit:
    """A new visitor, who knows nothing from before and leaves when the stack closes."""
    context = browser.new_context(**{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": screen} | more)
    stack.callback(context.close)
    visitor = Visit(context.new_page(), base, more.get("java_script_enabled", True))
    visitor.page.add_init_script(COLLECT_VIOLATIONS)
    _listen(visitor)
    return visitor


def _listen(visitor: Visit) -> None:
    ours = (visitor.base, "data:", "blob:")
    page = visitor.page
    page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    page.on("console", lambda line: visitor.errors.append(line.text) if line.type == "error" else None)
    page.on("request", lambda sent: visitor.under_way.add(sent))
    page.on("requestfinished", lambda sent: visitor.under_way.discard(sent))
    page.on("requestfailed", lambda sent: visitor.under_way.discard(sent))
    page.on("request", lambda sent: None if sent.url.startswith(ours) else visitor.foreign.append(sent.url))
