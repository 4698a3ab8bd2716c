"""How residential areas and buildings are called, and which of them an address means."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.grid.rules.addresses import KnownArea, KnownBuilding, area_key, building_key, find_building, gazetteer


@pytest.mark.parametrize(
    ("written", "key"),
    [
        *((name, "3") for name in ("3 号楼", "3号", "03#", "３＃", "三栋", "3幢", "第3栋", "3#楼", "3")),
        *((name, "12") for name in ("十二号楼", "12 栋", "１２ 号 楼")),
        *((name, "20") for name in ("二十栋", "20#")),
        *((name, "a") for name in ("A座", "Ａ 栋", "a")),
        ("B3 栋", "b3"),
        ("东 3 号楼", "东3"),
        ("综合楼", "综合"),
        ("楼", "楼"),
        ("", ""),
    ],
)
def test_a_building_has_one_key_however_it_is_written(written, key):
    assert building_key(written) == key


@given(
    some.integers(1, 99),
    some.sampled_from(["号楼", "号", "栋", "幢", "座", "#", "#楼", ""]),
    some.booleans(),
    some.sampled_from(["", " ", "\u3000"]),
    some.sampled_from(["", "0"]),
)
def test_width_blanks_zeros_and_the_word_for_a_building_make_no_difference(number, word, wide, blank, zero):
    digits = f"{zero}{number}"
    if wide:
        digits = "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
    assert building_key(f"{digits}{blank}{word}") == str(number)


@given(some.text(max_size=12))
def test_every_text_has_a_key_and_a_key_is_not_lost(text):
    assert bool(building_key(text)) == bool("".join(text.split()) and building_key(text))
    assert bool(area_key(text)) == bool(area_key(area_key(text)))


def test_an_area_is_the_same_with_and_without_its_last_word():
    assert area_key("花园小区") == area_key(" 花 园 ") == "花园"
    assert area_key("小区") == "小区"


def building(area: str, name: str, grid: str = "G1") -> KnownBuilding:
    return KnownBuilding(f"{area}:{name}", name, grid)


KNOWN = gazetteer(
    [
        KnownArea(
            *("R1", "花园小区", "C1", "G0"),
            tuple(building("R1", name) for name in ("3 号楼", "12 号楼", "A 座", "综合楼")),
        ),
        KnownArea("R2", "金地花园", "C2", "G2", (building("R2", "3 号楼", ""),)),
        KnownArea("R3", "锦绣家园", "C1", "G3", (building("R3", "1 号楼"), building("R3", "1 栋"))),
        KnownArea("R4", "阳光城", "C1", "G4"),
        KnownArea("R5", "阳光城", "C2", "G5"),
    ]
)


@pytest.mark.parametrize(
    ("address", "area", "stands"),
    [
        ("郯城县人民路 12 号花园小区 3 号楼 2 单元 301", "R1", "3 号楼"),
        ("花园小区３＃2-301", "R1", "3 号楼"),
        ("花园小区 3-2-301", "R1", "3 号楼"),
        ("北关街花园小区十二栋", "R1", "12 号楼"),
        ("花园小区A座1203", "R1", "A 座"),
        ("花园小区综合楼二楼", "R1", "综合楼"),
        ("花园小区 3 号院 12 号楼", "R1", "12 号楼"),
        ("花园小区", "R1", ""),
        ("花园小区 99 号楼 3 号", "R1", ""),
        ("金地花园 3 栋", "R2", "3 号楼"),
        ("金地花园小区三栋", "R2", "3 号楼"),
        ("锦绣家园 1 号楼", "R3", ""),
    ],
)
def test_an_address_is_placed(address, area, stands):
    found = find_building(KNOWN, address)
    assert (found.area, found.building) == (area, f"{area}:{stands}" if stands else "")


@pytest.mark.parametrize("address", ["", "人民路 3 号楼", "阳光城 2 号楼", "新天地花园小区 3 号楼", "花园"])
def test_an_address_that_is_not_certain_is_not_placed(address):
    assert find_building(KNOWN, address) is None


def test_communities_narrow_the_search():
    assert find_building(KNOWN, "阳光城", communities={"C2"}).area == "R5"
    assert find_building(KNOWN, "花园小区 3 号楼", communities={"C2"}) is None


def test_parts_that_are_known_apart_are_taken_as_they_are():
    found = find_building(KNOWN, "", area="花 园", building="三幢")
    assert (found.area, found.building, found.grid, found.community) == ("R1", "R1:3 号楼", "G1", "C1")
    assert find_building(KNOWN, "金地花园 3 栋", area="没有这个小区").area == "R2"


def test_the_grid_is_the_building_s_else_the_area_s():
    assert find_building(KNOWN, "花园小区 3 号楼").grid == "G1"
    assert find_building(KNOWN, "花园小区").grid == "G0"
    assert find_building(KNOWN, "金地花园 3 栋").grid == ""


@given(some.text(max_size=30), some.text(max_size=6), some.text(max_size=6))
def test_whatever_is_written_is_placed_or_not_and_never_fails(address, area, building):
    found = find_building(KNOWN, address, area=area, building=building)
    assert found is None or found.area in {"R1", "R2", "R3", "R4", "R5"}
