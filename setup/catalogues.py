"""Compiles the translations whose text is newer than what was compiled from it."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def main() -> None:
    for written in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        compiled = written.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= written.stat().st_mtime:
            continue
        with written.open("rb") as text, compiled.open("wb") as binary:
            write_mo(binary, read_po(text))


if __name__ == "__main__":
    main()
