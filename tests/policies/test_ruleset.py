from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from policies import NoRuleForDate, Ruleset, load_ruleset
from policies.kinds import KINDS
from policies.ruleset import PACKAGED_PARAMETERS

DAY = date(2026, 11, 22)
OLD_PROVINCES = 63
NEW_PROVINCES = 34


def test_value_comes_with_source_confidence_and_label(ruleset: Ruleset) -> None:
    value = ruleset.value("reference_level", DAY)
    assert value.value == 2_530_000
    assert value.unit == "VND"
    assert value.label == "Mức tham chiếu (bằng mức lương cơ sở)"
    assert value.source.document == "161/2026/NĐ-CP"
    assert value.source.article == "3(2)"
    assert value.source.issuer == "Chính phủ"
    assert value.source.date == date(2026, 5, 15)
    assert value.source.url is not None
    assert value.confidence == "secondary"
    assert value.valid_from == date(2026, 7, 1)
    assert value.valid_to is None
    assert not value.provisional


def test_what_nobody_has_established_stays_unknown(ruleset: Ruleset) -> None:
    source = ruleset.value("household_hi.rounding", DAY).source
    assert (source.document, source.article, source.issuer, source.date, source.url) == (None,) * 5


def test_value_is_provisional_when_unconfirmed_or_past_its_review(ruleset: Ruleset) -> None:
    assert ruleset.value("household_hi.rounding", DAY).provisional
    assert not ruleset.value("household_hi.rate", date(2026, 12, 31)).provisional
    assert ruleset.value("household_hi.rate", date(2027, 1, 1)).provisional


def test_rates_are_exact(ruleset: Ruleset) -> None:
    assert ruleset.value("household_hi.rate", DAY).value == Fraction(45, 1000)
    assert ruleset.value("voluntary_si.investment_rate", DAY).value == Fraction(31, 10_000)


@pytest.mark.parametrize(
    ("on", "level"),
    [
        (date(2016, 1, 1), 1_150_000),
        (date(2017, 6, 30), 1_210_000),
        (date(2018, 6, 30), 1_300_000),
        (date(2019, 6, 30), 1_390_000),
        (date(2023, 6, 30), 1_490_000),
        (date(2024, 6, 30), 1_800_000),
        (date(2026, 6, 30), 2_340_000),
        (date(2026, 7, 1), 2_530_000),
    ],
)
def test_last_day_of_a_period_belongs_to_it(ruleset: Ruleset, on: date, level: int) -> None:
    assert ruleset.value("reference_level", on).value == level


@pytest.mark.parametrize(
    ("parameter", "on", "province"),
    [
        ("reference_level", date(2013, 6, 30), None),
        ("rural_poverty_line", date(2031, 1, 1), None),
        ("voluntary_si.investment_rate", date(2027, 1, 1), "nghe-an"),
        ("household_hi.province_share", DAY, "quang-tri"),
        ("household_hi.province_share", DAY, None),
        ("no.such.parameter", DAY, None),
    ],
)
def test_day_without_a_value_is_an_error(
    ruleset: Ruleset, parameter: str, on: date, province: str | None
) -> None:
    with pytest.raises(NoRuleForDate) as caught:
        ruleset.value(parameter, on, province)
    assert (caught.value.parameter_id, caught.value.on) == (parameter, on)
    assert caught.value.province == province
    assert parameter in str(caught.value)
    assert on.isoformat() in str(caught.value)


def test_value_of_a_province_goes_before_the_national_one(ruleset: Ruleset) -> None:
    name = "household_hi.left_list_861"
    assert ruleset.value(name, DAY).value == "expired"
    assert ruleset.value(name, DAY, "dak-lak").value == "in_time"
    assert ruleset.value(name, DAY, "phu-yen").value == "in_time"
    assert ruleset.value(name, date(2025, 10, 29), "dak-lak").valid_from == date(2023, 11, 1)
    assert ruleset.value("reference_level", DAY, "dak-lak").value == 2_530_000


def test_every_old_province_has_a_successor(ruleset: Ruleset) -> None:
    before = ruleset.value("provinces", date(2025, 6, 30)).value
    after = ruleset.value("provinces", date(2025, 7, 1)).value
    assert len(before) == OLD_PROVINCES
    assert len(after) == NEW_PROVINCES
    assert {ruleset.successor(slug, date(2025, 7, 1)) for slug in before} == set(after)
    assert {ruleset.successor(slug, date(2025, 6, 30)) for slug in before} == set(before)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hai-duong", "hai-phong"),
        ("quang-binh", "quang-tri"),
        ("hoa-binh", "phu-tho"),
        ("dak-nong", "lam-dong"),
        ("ba-ria-vung-tau", "ho-chi-minh"),
        ("nghe-an", "nghe-an"),
    ],
)
def test_merged_province_is_found_under_its_old_name(ruleset: Ruleset, old: str, new: str) -> None:
    assert ruleset.successor(old, DAY) == new


def test_hash_follows_what_the_files_mean(ruleset: Ruleset, folder: Path) -> None:
    path = folder / "national" / "voluntary_si.rate.yml"
    text = path.read_text(encoding="utf-8")
    assert load_ruleset(folder).hash == ruleset.hash
    path.write_text(f"# a remark\n{text}\n", encoding="utf-8")
    assert load_ruleset(folder).hash == ruleset.hash
    path.write_text(text.replace("2027-12-31", "2027-12-30"), encoding="utf-8")
    assert load_ruleset(folder).hash != ruleset.hash


def test_every_parameter_has_a_vietnamese_label_and_is_listed_once(ruleset: Ruleset) -> None:
    places = [(one.scope, one.id) for one in ruleset.parameters]
    assert len(set(places)) == len(places)
    assert all(one.label and not one.label.isascii() for one in ruleset.parameters)
    assert {id_ for scope, id_ in places if scope == "national"} >= {
        id_ for id_, kind in KINDS.items() if not kind.provincial
    }


def test_every_unconfirmed_value_of_a_province_says_why(ruleset: Ruleset) -> None:
    silent = [
        (one.scope, one.id)
        for one in ruleset.parameters
        for dated in one.values
        if one.scope != "national" and dated.confidence == "unconfirmed" and not dated.note
    ]
    assert silent == []


def test_every_document_is_cited_by_a_value() -> None:
    for register in PACKAGED_PARAMETERS.glob("*/documents.yml"):
        cited = "".join(
            path.read_text(encoding="utf-8")
            for path in register.parent.glob("*.yml")
            if path != register
        )
        documents = YAML(typ="safe").load(register)
        assert [name for name in documents if f"source: {name}, article" not in cited] == []


def test_scope_without_documents_may_cite_the_unknown_only(folder: Path) -> None:
    (folder / "dak-lak" / "documents.yml").unlink()
    for path in (folder / "dak-lak").glob("*.yml"):
        text = path.read_text(encoding="utf-8").replace("vietnam.vn, article unknown", "unknown")
        path.write_text(text, encoding="utf-8")
    value = load_ruleset(folder).value("household_hi.province_share", DAY, "dak-lak")
    assert value.source.document is None


def test_values_are_the_same_after_more_days_than_are_kept_in_mind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("policies.ruleset.REMEMBERED", 3)
    rules = load_ruleset()
    days = [date(2026, 6, 26 + day) for day in range(5)] + [date(2026, 7, 1)]
    for _ in range(2):
        levels = [rules.value("reference_level", on, "nghe-an").value for on in days]
        assert levels == [2_340_000] * 5 + [2_530_000]
