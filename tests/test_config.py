"""What the portal is told from outside is checked at start, and a wrong setting is named."""

import pytest

from config import SettingError, Settings

PRODUCTION = {"PORTAL_ENV": "production", "SECRET_KEY": "s" * 40, "AUDIT_KEY": "a" * 40, "DATA_KEY": "d" * 40}


def test_in_development_keys_are_made_once_and_kept(tmp_path):
    first = Settings.from_environment({"PORTAL_VAR": str(tmp_path)})
    second = Settings.from_environment({"PORTAL_VAR": str(tmp_path)})
    assert first.secret_key == second.secret_key != first.audit_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("missing", ["SECRET_KEY", "AUDIT_KEY"])
def test_in_production_a_missing_secret_stops_the_start(tmp_path, missing):
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(SettingError, match=missing):
        Settings.from_environment(environ | {"PORTAL_VAR": str(tmp_path)})
    assert not list(tmp_path.iterdir())


def test_in_production_a_short_secret_is_refused():
    with pytest.raises(SettingError, match="SECRET_KEY is shorter"):
        Settings.from_environment(PRODUCTION | {"SECRET_KEY": "short"})


def test_production_speaks_https_unless_told_otherwise():
    assert Settings.from_environment(PRODUCTION).behind_tls
    assert not Settings.from_environment(PRODUCTION | {"BEHIND_TLS": "no"}).behind_tls


def test_rate_limits_cannot_be_lifted_in_production():
    with pytest.raises(SettingError, match="RATELIMIT_ENABLED"):
        Settings.from_environment(PRODUCTION | {"RATELIMIT_ENABLED": "false"})


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg2://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////srv/portal.db", "sqlite:////srv/portal.db"),
    ],
)
def test_the_database_url_alone_chooses_the_engine(tmp_path, written, understood):
    settings = Settings.from_environment({"PORTAL_VAR": str(tmp_path), "DATABASE_URL": written})
    assert settings.database_url == understood
    assert settings.embedded == written.startswith("sqlite")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://h/d"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "portal.db"),
        ("PORTAL_ENV", "staging"),
        ("BEHIND_TLS", "perhaps"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "99"),
        ("WALKING_METRES_PER_MINUTE", "0"),
        ("NEAREST_ENGINE", "magic"),
        ("TILES_URL", "https://tiles.example/{z}/{x}"),
        ("TILES_URL", "javascript:{x}{y}{z}"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(tmp_path, name, value):
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({"PORTAL_VAR": str(tmp_path), name: value})


def test_a_tile_source_states_its_coordinate_system(tmp_path):
    environ = {"PORTAL_VAR": str(tmp_path), "TILES_URL": "https://t.example/{z}/{x}/{y}"}
    tiles = Settings.from_environment(environ | {"TILES_COORDINATE_SYSTEM": "gcj02"}).tiles
    assert tiles is not None
    assert tiles.coordinate_system == "gcj02"
    with pytest.raises(SettingError, match="TILES_COORDINATE_SYSTEM"):
        Settings.from_environment(environ | {"TILES_COORDINATE_SYSTEM": "mars"})


def test_secrets_do_not_show_when_settings_are_printed():
    assert PRODUCTION["SECRET_KEY"] not in repr(Settings.from_environment(PRODUCTION))


def test_the_newest_data_key_stands_first_and_none_may_be_short():
    keys = Settings.from_environment(PRODUCTION | {"DATA_KEY": "n" * 40 + "," + "o" * 40}).data_keys
    assert keys == ("n" * 40, "o" * 40)
    with pytest.raises(SettingError, match="shorter"):
        Settings.from_environment(PRODUCTION | {"DATA_KEY": "n" * 40 + ",short"})


def test_a_provider_needs_its_secret():
    with pytest.raises(SettingError, match="OIDC_CLIENT_SECRET"):
        Settings.from_environment(PRODUCTION | {"OIDC_ISSUER": "https://id.example", "OIDC_CLIENT_ID": "portal"})
