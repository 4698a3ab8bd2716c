"""Tables of the accounts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.account.terms import InvitationKind, Role, Stage
from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.organisation.models import Organisation, Person


class Account(Table):
    """Somebody who can sign in (账号). Without a password he has not taken up his invitation yet."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(SealedText)
    totp_step: Mapped[int] = mapped_column(default=0)
    is_demo: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="account", order_by="RoleGrant.id")


class AccountHolder(Table):
    """Whose account it is (账号所属人员): the person of the register who signs in with it."""

    __tablename__ = "account_holder"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    account: Mapped[Account] = relationship()
    person: Mapped[Person] = relationship()


class RoleGrant(Table):
    """A role (角色授权) that an account holds over an organisation and all below it, from a day to a day."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    granted_by: Mapped[str]
    account: Mapped[Account] = relationship(back_populates="grants")
    organisation: Mapped[Organisation] = relationship()


class SignInSession(Table):
    """A browser in which somebody is signed in (登录会话). The browser holds the token, this row its digest."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    stage: Mapped[Stage]
    browser: Mapped[str]
    address: Mapped[str]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    account: Mapped[Account] = relationship()


class Invitation(Table):
    """A link with which a person sets his own password (邀请链接), once. Whoever sends it never knows the password."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[InvitationKind]
    made_by: Mapped[str]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class PhoneLink(Table):
    """A code that signs a person in on his new telephone (新手机登录码), once and for a few minutes. The QR holds the
    token, this row its digest; it is made where he is signed in already."""

    __tablename__ = "phone_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()


class FailedSignIns(Table):
    """How often signing in failed lately (登录失败计数), for one account or one network address."""

    __tablename__ = "failed_sign_ins"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    since: Mapped[datetime | None]
    locked_until: Mapped[datetime | None]
