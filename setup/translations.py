"""Keeps the English catalogue complete: `translations.py` takes in new texts, `--check` fails where one is missing."""

import argparse
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
METHODS = [("portal/**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None, "_l": None}


def extracted() -> Catalog:
    """Every text that code and templates offer for translation, with where it stands."""
    found = Catalog(project="community-service-portal", charset="utf-8")
    options = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
    texts = extract_from_dir(ROOT, METHODS, options, keywords=KEYWORDS, directory_filter=_ours)
    for file, _line, message, _comments, _context in texts:
        found.add(message, locations=[(file, 0)])
    return found


def lacking(found: Catalog, catalogue: Catalog) -> list[str]:
    """Texts without a finished translation, sorted."""
    finished = {message.id for message in catalogue if message.id and _translated(message)}
    return sorted(str(message.id) for message in found if message.id and message.id not in finished)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail where a text is missing or unused")
    check = parser.parse_args().check
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    found = extracted()
    unused = sorted(str(message.id) for message in catalogue if message.id and message.id not in found)
    if not check:
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        CATALOGUE.write_bytes(_written(catalogue))
        unused = []
    missing = lacking(found, catalogue)
    for text in missing:
        print(f"no English for: {text}")
    for text in unused:
        print(f"no longer used: {text}")
    return int(bool(missing or unused))


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return not message.fuzzy and all(strings)


def _written(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=False, include_lineno=False, sort_output=True)
    return buffer.getvalue()


def _ours(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "node_modules", "var"))


if __name__ == "__main__":
    sys.exit(main())
