"""With `REDIS_URL`, Redis carries what all processes must share; when it goes away the portal goes on."""

from dataclasses import replace

import pytest
from huey import RedisHuey

from portal.application import create_app
from portal.core import jobs
from tests.conftest import settings_for

PER_TEN_SECONDS = 60


@pytest.fixture
def settings(redis_url, tmp_path):
    return settings_for(f"sqlite:///{tmp_path}/portal.db", tmp_path, redis_url=redis_url, rate_limits=True)


def answers(settings, address: str, times: int) -> list[int]:
    """Statuses that one process gives to as many requests from that address."""
    client = create_app(settings).test_client()
    asked = {"path": "/api/v1/openapi.json", "environ_base": {"REMOTE_ADDR": address}}
    return [client.get(**asked).status_code for _time in range(times)]


def test_two_processes_count_the_requests_of_an_address_together(settings):
    assert answers(settings, "192.0.2.1", PER_TEN_SECONDS - 1) == [200] * (PER_TEN_SECONDS - 1)
    assert answers(settings, "192.0.2.1", 2) == [200, 429]
    assert answers(settings, "192.0.2.2", 1) == [200]


def test_without_its_redis_each_process_counts_for_itself(settings):
    alone = replace(settings, redis_url="redis://127.0.0.1:1/0")
    assert answers(alone, "192.0.2.3", PER_TEN_SECONDS + 1)[-2:] == [200, 429]


def test_a_job_waits_in_redis_until_a_worker_takes_it(settings):
    queue = jobs._queue(settings)
    assert isinstance(queue, RedisHuey)
    job = queue.task()(len)
    job("三个字")
    assert RedisHuey("portal", url=settings.redis_url).pending_count() == 1
    queue.execute(queue.dequeue())
