"""Money is a whole number of fen; people read and write yuan."""

from decimal import ROUND_HALF_UP, Decimal


def yuan(fen: int) -> str:
    """123456 fen is "1,234.56"."""
    return f"{Decimal(fen) / 100:,.2f}"


def fen_of(yuan: Decimal) -> int:
    """Yuan as a person typed them, rounded half up to the fen."""
    return rounded(yuan * 100)


def rounded(fen: Decimal) -> int:
    """A part of a fen, rounded half up (domain.md 3)."""
    return int(fen.to_integral_value(ROUND_HALF_UP))
