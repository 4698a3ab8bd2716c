"""Every setting of the portal: one typed object read from the environment and checked at start.

In production (``PORTAL_ENV=production``) nothing secret has a default. In development the keys are made once and kept
under ``var/``, so that a second start keeps the sessions of the first.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


class SettingError(ValueError):
    """A setting that is missing or cannot be understood; the message names it and says what to write."""


@dataclass(frozen=True, slots=True)
class Tiles:
    """The source of map tiles that the operator chose; without one the built-in vector base is drawn."""

    url: str
    attribution: str
    coordinate_system: str


@dataclass(frozen=True, slots=True)
class Provider:
    """Who else may say that a person is who he says: an OpenID Connect provider that the operator chose."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    username_claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the portal is told from outside. Paths are absolute, URLs as SQLAlchemy and redis-py read them."""

    environment: str = "development"
    secret_key: str = field(repr=False)
    audit_key: str = field(repr=False)
    database_url: str
    redis_url: str | None = None
    var: Path = ROOT / "var"
    trusted_proxies: int = 0
    behind_tls: bool = False
    rate_limits: bool = True
    nearest_engine: str = "memory"
    tiles: Tiles | None = None
    map_approval_number: str = ""
    county_name: str = "郯城县"
    county_code: str = "371322"
    walking_metres_per_minute: int = 67
    backup_folder: Path | None = None
    embedders: tuple[str, ...] = ()
    metrics_token: str = field(default="", repr=False)
    data_keys: tuple[str, ...] = field(default=(), repr=False)
    second_factor: bool = False
    idle_minutes: int = 30
    session_hours: int = 12
    password_days: int = 0
    keep_people_years: int = 3
    ocds_prefix: str = "unregistered-371322"
    oidc: Provider | None = None
    testing: bool = False

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded one (SQLite with SpatiaLite) rather than PostgreSQL with PostGIS."""
        return self.database_url.startswith("sqlite")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check the environment. Raises `SettingError` naming the variable that is wrong."""
        environment = _one_of(environ, "PORTAL_ENV", ("development", "production"))
        var = Path(environ.get("PORTAL_VAR") or ROOT / "var").absolute()
        rate_limits = _flag(environ, "RATELIMIT_ENABLED", True)
        if environment == "production" and not rate_limits:
            raise SettingError("RATELIMIT_ENABLED=false is for measurements only and is refused in production")
        backup = environ.get("BACKUP_FOLDER")
        return cls(
            environment=environment,
            secret_key=_secret(environ, "SECRET_KEY", environment, var),
            audit_key=_secret(environ, "AUDIT_KEY", environment, var),
            database_url=_database_url(environ.get("DATABASE_URL") or f"sqlite:///{var / 'portal.db'}"),
            redis_url=environ.get("REDIS_URL") or None,
            var=var,
            trusted_proxies=_whole(environ, "TRUSTED_PROXIES", 0, at_most=5),
            behind_tls=_flag(environ, "BEHIND_TLS", environment == "production"),
            rate_limits=rate_limits,
            nearest_engine=_one_of(environ, "NEAREST_ENGINE", ("memory", "database")),
            tiles=_tiles(environ),
            map_approval_number=environ.get("MAP_APPROVAL_NUMBER", ""),
            county_name=environ.get("COUNTY_NAME") or "郯城县",
            county_code=environ.get("COUNTY_CODE") or "371322",
            walking_metres_per_minute=_whole(environ, "WALKING_METRES_PER_MINUTE", 67, at_least=20, at_most=150),
            backup_folder=Path(backup).absolute() if backup else None,
            embedders=tuple(environ.get("EMBEDDERS", "").split()),
            metrics_token=environ.get("METRICS_TOKEN", ""),
            data_keys=_keys(environ, environment, var),
            second_factor=_flag(environ, "SECOND_FACTOR", environment == "production"),
            idle_minutes=_whole(environ, "SESSION_IDLE_MINUTES", 30, at_least=1, at_most=1440),
            session_hours=_whole(environ, "SESSION_HOURS", 12, at_least=1, at_most=168),
            password_days=_whole(environ, "PASSWORD_DAYS", 0, at_most=3650),
            ocds_prefix=environ.get("OCDS_PREFIX") or f"unregistered-{environ.get('COUNTY_CODE') or '371322'}",
            keep_people_years=_whole(environ, "KEEP_PEOPLE_YEARS", 3, at_least=1, at_most=30),
            oidc=_provider(environ),
        )


def _flag(environ: Mapping[str, str], name: str, default: bool) -> bool:
    written = environ.get(name, "").strip().lower()
    if not written:
        return default
    if written not in TRUE | FALSE:
        raise SettingError(f"{name}={written!r}: write true or false")
    return written in TRUE


def _whole(environ: Mapping[str, str], name: str, default: int, *, at_least: int = 0, at_most: int) -> int:
    written = environ.get(name, "").strip() or str(default)
    if not written.isdecimal() or not at_least <= int(written) <= at_most:
        raise SettingError(f"{name}={written!r}: write a whole number from {at_least} to {at_most}")
    return int(written)


def _one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The first choice is the default."""
    written = environ.get(name, "").strip() or choices[0]
    if written not in choices:
        raise SettingError(f"{name}={written!r}: write one of {', '.join(choices)}")
    return written


def _database_url(url: str) -> str:
    """PostgreSQL is always spoken to by psycopg 3, however the operator spells the scheme."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme.partition("+")[0] not in {"sqlite", "postgres", "postgresql"}:
        raise SettingError("DATABASE_URL: write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")
    if scheme.startswith("postgres"):
        return f"postgresql+psycopg://{rest}"
    if not rest.strip("/"):
        raise SettingError("DATABASE_URL: an embedded database needs a file, sqlite:///FILE")
    return url


def _secret(environ: Mapping[str, str], name: str, environment: str, var: Path) -> str:
    written = environ.get(name, "")
    if written:
        if environment == "production" and len(written) < 32:
            raise SettingError(f"{name} is shorter than 32 characters")
        return written
    if environment == "production":
        raise SettingError(f'{name} is required: python3 -c "import secrets; print(secrets.token_urlsafe(48))"')
    kept = var / name.lower().replace("_", "-")
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text()


def _keys(environ: Mapping[str, str], environment: str, var: Path) -> tuple[str, ...]:
    """The newest key first: it seals; the older ones only open what was sealed before a rotation."""
    newest, *older = _secret(environ, "DATA_KEY", environment, var).split(",")
    if environment == "production" and any(len(key) < 32 for key in (newest, *older)):
        raise SettingError("DATA_KEY holds a key shorter than 32 characters")
    return (newest, *older)


def _provider(environ: Mapping[str, str]) -> Provider | None:
    issuer = environ.get("OIDC_ISSUER", "").strip()
    if not issuer:
        return None
    if not issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise SettingError("OIDC_ISSUER: write the provider's address, https://…")
    missing = [name for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if not environ.get(name)]
    if missing:
        raise SettingError(f"OIDC_ISSUER is set, so {' and '.join(missing)} must be too")
    return Provider(
        issuer=issuer.rstrip("/"),
        client_id=environ["OIDC_CLIENT_ID"],
        client_secret=environ["OIDC_CLIENT_SECRET"],
        name=environ.get("OIDC_NAME") or "统一身份认证",
        username_claim=environ.get("OIDC_USERNAME_CLAIM") or "preferred_username",
    )


def _tiles(environ: Mapping[str, str]) -> Tiles | None:
    url = environ.get("TILES_URL", "").strip()
    if not url:
        return None
    if not url.startswith(("https://", "http://", "/")) or not all(mark in url for mark in ("{x}", "{y}", "{z}")):
        raise SettingError("TILES_URL: write an address with {x}, {y} and {z} in it")
    system = _one_of(environ, "TILES_COORDINATE_SYSTEM", ("wgs84", "gcj02"))
    return Tiles(url, environ.get("TILES_ATTRIBUTION", ""), system)
