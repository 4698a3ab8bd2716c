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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    found = extracted()
    known = {message.id for message in catalogue if message.id}
    wanted = {message.id for message in found if message.id}
    if not check:
        catalogue.update(found, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        CATALOGUE.write_bytes(_written(catalogue))
    lacking = sorted(map(str, wanted - known | {m.id for m in catalogue if m.id in wanted and not _translated(m)}))
    for text in lacking:
        print(f"no English for: {text}")
    for text in sorted(map(str, known - wanted)) if check else ():
        print(f"no longer used: {text}")
    return int(bool(lacking or (check and known - wanted)))


def _translated(message: Message) -> bool:
    return not message.fuzzy and all(message.string if isinstance(message.string, tuple) else [message.string])


def _written(catalogue: Catalog) -> bytes:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=False, include_lineno=False, sort_output=True)
    return buffer.getvalue()


def _ours(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "node_modules", "var"))


if __name__ == "__main__":
    sys.exit(main())
