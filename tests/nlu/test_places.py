"""The place tables and the communes a name may stand for."""

from __future__ import annotations

from nlu.places import candidates, suggest
from nlu.places.table import table


def test_the_tables_hold_all_of_nghe_an() -> None:
    units = table().communes
    assert len([unit for unit in units if unit.former is None]) == 130
    assert len([unit for unit in units if unit.former]) == 412
    assert len({unit.district for unit in units if unit.district}) == 20
    assert len({unit.code for unit in units}) == 130


def test_a_former_commune_leads_to_the_one_of_today() -> None:
    (unit,) = candidates("Nghi Thuận")
    assert (unit.kind, unit.name, unit.former, unit.district) == (
        "Xã",
        "Trung Lộc",
        "Nghi Thuận",
        "Nghi Lộc",
    )


def test_a_name_of_two_districts_has_two_candidates() -> None:
    found = [unit for unit in candidates("Tam Hợp") if unit.former]
    assert {unit.district for unit in found} == {"Quỳ Hợp", "Tương Dương"}


def test_the_district_chooses_between_them() -> None:
    found = candidates("Tam Hợp", "Quỳ Hợp")
    assert {unit.district for unit in found if unit.former} == {"Quỳ Hợp"}
    assert found


def test_accents_tell_names_apart_and_their_absence_does_not() -> None:
    assert {unit.former for unit in candidates("Châu Bính") if unit.former} == {"Châu Bính"}
    assert {"Châu Bính", "Châu Bình"} <= {unit.former for unit in candidates("chau binh")}


def test_a_district_gone_earlier_is_still_known() -> None:
    assert {unit.district for unit in candidates("Nghi Hương", "Cửa Lò")} == {"Vinh"}


def test_an_unknown_name_has_no_candidates() -> None:
    assert candidates("Atlantis") == []


def test_mistyped_names_are_suggested_best_first() -> None:
    assert suggest("quynh luuu")[0][0] == "Quỳnh Lưu"
    assert len(suggest("nghi", limit=3)) == 3
