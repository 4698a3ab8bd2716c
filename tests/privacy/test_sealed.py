"""Personal data is sealed, and the key can be changed without losing any of it."""

from dataclasses import replace

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import select

from portal.core.database import session, transaction
from portal.core.sealed import digest, digests
from portal.organisation.actions.people import enter_person
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from tests.people import a_tree

OLD, NEW, PHONE = "d" * 40, "n" * 40, "13812345678"
IDENTITY = "11010519491231002X"


@pytest.fixture
def keys(app):
    """`keys(NEW, OLD)` restarts the portal with these keys."""
    known = app.extensions["settings"]

    def take(*data_keys: str) -> None:
        session.remove()
        app.extensions["settings"] = replace(known, data_keys=data_keys)

    yield take
    session.remove()
    app.extensions["settings"] = known


@pytest.fixture
def wang(app):
    with transaction():
        a_tree()
        branch = session.scalars(select(Organisation).where(Organisation.code == "371322001001-B01")).one()
        enter_person(branch, name="王小红", phone=PHONE, identity=IDENTITY, education=Education.BACHELOR, by="a")


def phone() -> str | None:
    session.expire_all()
    return session.scalars(select(Person.phone)).one()


def test_a_rotation_seals_everything_anew_and_the_old_key_can_go(app, wang, keys):
    keys(NEW, OLD)
    assert phone() == PHONE
    answer = app.test_cli_runner().invoke(args=["personal-data", "rotate"])
    assert "2 values" in answer.output
    keys(NEW)
    assert phone() == PHONE
    assert session.scalar(select(Person.id).where(Person.phone_digest == digest(PHONE))) is not None
    assert session.scalars(select(Person.identity).where(Person.identity_digest == digest(IDENTITY))).one() == IDENTITY


def test_while_keys_are_rotated_a_number_is_found_by_either(wang, keys):
    keys(NEW, OLD)
    assert session.scalar(select(Person.id).where(Person.phone_digest.in_(digests(PHONE)))) is not None


def test_without_the_key_nothing_opens(wang, keys):
    keys(NEW)
    with pytest.raises(InvalidToken):
        phone()
