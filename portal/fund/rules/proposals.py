"""What people put in about a project, as values: the proposal, a line of its budget, an invoice."""

from dataclasses import dataclass
from datetime import date

from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import NeedFrom


@dataclass(frozen=True, slots=True)
class Line:
    """A budget line as it is typed: what for, how much in fen, whose quotes it rests on ("甲公司、乙公司"), and a file.

    `keeps` is the position of the line whose file stays where none is handed in.
    """

    what: str
    fen: int
    quoted_by: str = ""
    quote: bytes = b""
    keeps: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a community says of a project: its use is a code of the rulebook, `need_code` what the need came from."""

    title: str
    purse: Purse
    use: str
    need_from: NeedFrom
    need: str
    need_code: str = ""
    aim: str = ""
    place: str = ""
    urgent: bool = False

    @property
    def texts(self) -> dict[str, str]:
        """What everybody will read one day."""
        return {
            "title": self.title.strip(),
            "need": self.need.strip(),
            "aim": self.aim.strip(),
            "place": self.place.strip(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """An invoice as it is put in: how much in fen, for what, its number and day, who is to be paid and where."""

    fen: int
    what: str
    number: str
    day: date
    payee: str
    payee_is_person: bool = False
    bank: str = ""
    bank_account: str = ""
    file: bytes = b""
