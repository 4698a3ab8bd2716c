"""The quick look at the database agrees with `flask prepare`."""

from dataclasses import replace

from setup.prepared import is_prepared


def test_an_empty_schema_is_not_ready(app):
    assert not is_prepared(app.extensions["settings"])


def test_no_database_at_all_is_not_ready(app, tmp_path):
    assert not is_prepared(replace(app.extensions["settings"], database_url=f"sqlite:///{tmp_path}/none.db"))


def test_after_prepare_the_database_is_ready_and_a_second_prepare_says_nothing(app):
    first = app.test_cli_runner().invoke(args=["prepare"])
    assert first.exit_code == 0, first.output
    assert is_prepared(app.extensions["settings"])

    second = app.test_cli_runner().invoke(args=["prepare"])
    assert (second.exit_code, second.output) == (0, "")
