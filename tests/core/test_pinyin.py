"""Names are read as people here read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.core.pinyin import Reading, reading


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("富民社区", "fuminshequ", "fmsq"),
        ("郯城县", "tanchengxian", "tcx"),
        ("重坊镇", "chongfangzhen", "cfz"),
        ("重庆路", "chongqinglu", "cql"),
        ("单县", "shanxian", "sx"),
        ("3号楼2单元", "3haolou2danyuan", "3hl2dy"),
        ("曾子敬", "zengzijing", "zzj"),
        ("单家庄", "shanjiazhuang", "sjz"),
        ("微愿郯服务站（人民广场）", "weiyuantanfuwuzhanrenminguangchang", "wytfwzrmgc"),
        ("小区家电维修", "xiaoqujiadianweixiu", "xqjdwx"),
        ("调解室", "tiaojieshi", "tjs"),
        ("绿城", "lvcheng", "lc"),
        ("24小时 ATM", "24xiaoshiatm", "24xsa"),
    ],
)
def test_a_name_is_read_as_people_here_read_it(name, pinyin, initials):
    assert reading(name) == Reading(pinyin, initials)


@pytest.mark.parametrize(
    ("person", "pinyin"),
    [
        ("单志强", "shanzhiqiang"),
        ("尉迟恭", "yuchigong"),
        ("任敏", "renmin"),
        ("王芳", "wangfang"),
        ("解磊", "xielei"),
    ],
)
def test_a_person_s_name_begins_with_a_surname(person, pinyin):
    assert reading(person, person=True).pinyin == pinyin


@given(some.text())
def test_a_reading_holds_only_lower_case_letters_and_digits(text):
    read = reading(text)
    assert set(read.pinyin + read.initials) <= set("abcdefghijklmnopqrstuvwxyz0123456789")
    assert reading(text) == read
