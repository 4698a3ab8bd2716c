"""What the documents name is there."""

import re
from pathlib import Path

from config import ROOT
from tests.house.reading import each

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Folders and files of the tree as the documents write them; what a portal makes while it runs is not in the tree.
NAMED = re.compile(r"`([\w.-]+/[\w./-]*|[\w-]+\.(?:md|py|sh|toml|json|lock))`")
LINKED = re.compile(r"\]\((?!https?:|#)([^)#]+)")
MADE_WHILE_RUNNING = ("var/",)


@each(DOCUMENTS)
def test_every_path_a_document_names_exists(path: Path):
    for name in NAMED.findall(path.read_text()):
        assert name.startswith(MADE_WHILE_RUNNING) or (ROOT / name).exists(), f"{path.name} names {name}"


@each(DOCUMENTS)
def test_every_link_to_another_file_leads_there(path: Path):
    for name in LINKED.findall(path.read_text()):
        assert (path.parent / name).exists(), f"{path.name} links to {name}"
