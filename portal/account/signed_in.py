"""Who is signed in, as every room sees him: a value that outlives its transaction."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flask_login import AnonymousUserMixin, UserMixin

from portal.account.terms import Role
from portal.core.access import FOR_EVERYBODY, Permission, Scope


@cache
def who_may() -> dict[Permission, frozenset[Role]]:
    """The table of permissions. Raises `ValueError` where the file names a permission or a role that is none."""
    table = tomllib.loads(files("portal.account").joinpath("permissions.toml").read_text("utf-8"))
    listed = {Permission(name): frozenset(map(Role, roles)) for name, roles in table.items()}
    if missing := set(Permission) - set(listed) - FOR_EVERYBODY:
        raise ValueError(f"permissions.toml has no line for {', '.join(sorted(missing))}")
    return listed


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role over the subtree of an organisation."""

    role: Role
    path: str
    organisation: str


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """A person in one browser. `token` is what the browser's cookie holds, `session_code` the name of the session."""

    username: str
    name: str
    token: str
    session_code: str
    roles: tuple[HeldRole, ...]
    where_to_first: str = ""

    def get_id(self) -> str:
        return self.token

    def may(self, permission: Permission) -> bool:
        """Whether any of his roles has it, somewhere."""
        return permission in FOR_EVERYBODY or bool(self.scope(permission))

    def scope(self, permission: Permission) -> Scope:
        """The subtrees in which he may do it."""
        able = who_may()[permission]
        return Scope(held.path for held in self.roles if held.role in able)


class Visitor(AnonymousUserMixin):  # type: ignore[misc]
    """Nobody in particular: a resident."""

    username = "visitor"
    name = ""
    session_code = ""
    where_to_first = ""
    roles: tuple[HeldRole, ...] = ()

    def may(self, permission: Permission) -> bool:
        return permission is Permission.PUBLIC

    def scope(self, permission: Permission) -> Scope:  # noqa: ARG002
        return Scope()
