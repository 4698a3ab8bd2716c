"""`/metrics` for Prometheus: how many requests, how long they took, and at which change the data stand.

It answers to this machine, and to others only with the bearer token of `METRICS_TOKEN`. The processes of the web server
count into files below `var/`, which are added up when asked. No label ever holds what a visitor typed.
"""

import hmac
import os
import time
from functools import cache

from flask import Flask, Response, abort, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from config import Settings
from portal.core.access import PUBLIC, allow
from portal.core.settings import settings

LABELS = ("endpoint", "status")
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
THIS_MACHINE = {"127.0.0.1", "::1"}

answered = Counter("portal_requests_total", "Requests answered", LABELS)
took = Histogram("portal_request_seconds", "Time to answer a request", ("endpoint",), buckets=BUCKETS)


def init_app(app: Flask) -> None:
    """Count every request."""
    app.add_url_rule("/metrics", "metrics", metrics)
    app.after_request(_count)


@allow(PUBLIC)
def metrics() -> Response:
    """The counts of all processes."""
    if not _may_read():
        abort(404)
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    registry = CollectorRegistry()
    if folder:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(answered)
        registry.register(took)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read() -> bool:
    known: Settings = settings()
    if known.metrics_token:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), known.metrics_token.encode())
    return request.remote_addr in THIS_MACHINE


def _count(answer: Response) -> Response:
    counter, histogram = _meters(request.endpoint or "none", answer.status_code)
    counter.inc()
    begun = g.get("begun")
    if begun is not None:
        histogram.observe(time.perf_counter() - begun)
    return answer


@cache
def _meters(endpoint: str, status: int) -> tuple[Counter, Histogram]:
    """The counters of one kind of answer; there are as many as routes times statuses."""
    return answered.labels(endpoint, str(status)), took.labels(endpoint)
