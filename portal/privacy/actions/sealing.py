"""What is done with sealed data as a whole."""

from sqlalchemy import select
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.attributes import flag_modified

from portal.audit.actions import record
from portal.core.database import Table, session
from portal.core.sealed import SealedText, digest

DIGEST = "_digest"


def seal_anew(*, by: str) -> int:
    """Seal everything that is sealed with the newest key, and write the digests by it; returns how many values.

    Older keys may be left out of `DATA_KEY` afterwards. All rooms' tables are found by the type of their columns.
    """
    count = 0
    for mapper in Table.registry.mappers:
        names = _sealed(mapper)
        for row in session.scalars(select(mapper.class_)) if names else ():
            for name in names:
                value = getattr(row, name)
                if value is not None:
                    flag_modified(row, name)
                    if hasattr(row, name + DIGEST):
                        setattr(row, name + DIGEST, digest(value))
                    count += 1
    session.flush()
    record(by, "privacy.seal_anew", "sealed", values=count)
    return count


def _sealed(mapper: Mapper) -> list[str]:
    return [column.key for column in mapper.column_attrs if isinstance(column.columns[0].type, SealedText)]
