"""Chinese is the source text, English is complete, and both read as they are written by hand."""

import enum
import importlib
import re

import pytest
from babel.messages.pofile import read_po

from config import ROOT
from portal.core.words import Word
from setup.translations import CATALOGUE, extracted, lacking
from tests.house.reading import each, rooms

# ASCII punctuation that touches Chinese on the left, where full-width is meant; "%" and digits may follow it.
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff）”][,:;!?](?!\w*=)|[\u4e00-\u9fff]\s?\((?!s\))|\.\.\.")
PLACEHOLDER = re.compile(r"%\((\w+)\)")
# English says the month by its name, which the code gives beside its number.
MORE_BLANKS = {"%(month)s 月 %(day)s 日": {"name"}}


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def texts(value) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


@each(rooms("terms"))
def test_every_value_has_a_word_in_both_languages(path):
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    for kind in vars(module).values():
        if isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__module__ == module.__name__:
            assert issubclass(kind, Word), f"{kind.__name__}: make it a Word, with its Chinese and English label"
            silent = [str(member) for member in kind if not (member.zh and member.en)]
            assert not silent, f"no zh or en word for {kind.__name__} {silent}"


def test_every_text_has_its_english():
    missing = lacking(extracted(), catalogue())
    assert not missing, f"run make translations, then write the English of {missing}"


def test_a_translation_fills_the_same_blanks():
    for message in catalogue():
        wanted = set(PLACEHOLDER.findall(texts(message.id)[0])) | MORE_BLANKS.get(message.id, set())
        for text in texts(message.string):
            assert set(PLACEHOLDER.findall(text)) <= wanted, f"{text!r} fills blanks that {message.id!r} has not"


def test_chinese_text_uses_chinese_punctuation():
    odd = [text for message in extracted() for text in texts(message.id) if HALF_WIDTH.search(text)]
    assert not odd, f"write ，。：；！？（）… in Chinese text: {odd}"


@pytest.mark.parametrize("odd", ["你好,世界", "时间: 8 点", "小区(村)", "加载中..."])
def test_the_reader_of_punctuation_refuses(odd):
    assert HALF_WIDTH.search(odd)
