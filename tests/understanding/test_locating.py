"""Finding the communes that a named place may be."""

from __future__ import annotations

from bot.understanding.in_process import InProcess
from bot.understanding.locating import Locating, locate
from nlu import Engine


def test_commune_of_today_is_sure() -> None:
    assert [place["name"] for place in locate("Kim Liên", None)] == ["Xã Kim Liên"]


def test_former_commune_becomes_the_one_of_today() -> None:
    (place,) = locate("Nghi Thuận", None)
    assert place["name"] == "Xã Trung Lộc"
    assert place["former"] == "Nghi Thuận"
    assert place["district"] == "Nghi Lộc"


def test_name_of_two_places_gives_both() -> None:
    names = {place["name"] for place in locate("Tam Hợp", None)}
    assert names == {"Xã Tam Hợp", "Xã Tam Thái"}
    assert [place["name"] for place in locate("Tam Hợp", "Tương Dương")] == ["Xã Tam Thái"]


def test_district_gives_its_communes_once_each() -> None:
    places = locate(None, "Quỳ Hợp")
    assert len(places) > 3
    assert len({place["code"] for place in places}) == len(places)
    assert "Xã Quỳ Hợp" in {place["name"] for place in places}
    assert locate(None, None) == []


async def test_meaning_carries_what_was_found() -> None:
    meaning = await Locating(InProcess(Engine.load())).understand("tui ở xã Kim Liên", None)
    place = meaning.values["place"]
    assert isinstance(place, dict)
    assert place["commune"] == "Kim Liên"
    assert len(place["communes"]) == 1
