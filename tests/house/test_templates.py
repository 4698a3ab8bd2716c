"""Templates escape everything, carry no inline style or handler, and import nothing that they do not use."""

import re

import pytest
from jinja2 import Environment, nodes

from config import ROOT
from tests.house.reading import each

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PARSER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
INLINE = re.compile(r"<[a-z][^>]*\s(style|on[a-z]+)\s*=")


def unescaped(source: str) -> list[str]:
    tree = PARSER.parse(source)
    found = [used.name for used in tree.find_all(nodes.Filter) if used.name == "safe"]
    return found + ["autoescape" for _switch in tree.find_all(nodes.ScopedEvalContextModifier)]


def unused_imports(source: str) -> set[str]:
    tree = PARSER.parse(source)
    imported = {
        name if isinstance(name, str) else name[1] for line in tree.find_all(nodes.FromImport) for name in line.names
    } | {line.target for line in tree.find_all(nodes.Import)}
    used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    return imported - used


@each(TEMPLATES)
def test_a_template_escapes_everything(path):
    found = unescaped(path.read_text())
    assert not found, f"{found}: let it be escaped; markup is made in geo/ or in a macro"


@each(TEMPLATES)
def test_a_template_has_no_inline_style_or_handler(path):
    found = INLINE.search(JINJA.sub("", path.read_text()))
    assert not found, f"{found and found[0]}: the policy refuses it; use a class, or an island"


@each(TEMPLATES)
def test_a_template_uses_what_it_imports(path):
    unused = unused_imports(path.read_text())
    assert not unused, f"no longer used: {unused}"


def test_the_readers_of_templates_find_what_is_wrong():
    assert unescaped("{{ name | safe }}{% autoescape false %}{% endautoescape %}") == ["safe", "autoescape"]
    assert unused_imports("{% from 'a.html' import b, c as d %}{{ b }}") == {"d"}


@pytest.mark.parametrize("odd", ['<p style="color: red">', "<button class='a' onclick='go()'>"])
def test_the_reader_of_inline_code_finds(odd):
    assert INLINE.search(odd)
