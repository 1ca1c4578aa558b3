from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policies import ParameterError, load_ruleset
from policies.ruleset import PACKAGED_PARAMETERS

RATE = "national/voluntary_si.rate.yml"
SHARE = "nghe-an/household_hi.province_share.yml"
DOCUMENTS = "national/documents.yml"
POSITIONS = "national/household_hi.position_shares.yml"
ROUNDING = "national/household_hi.rounding.yml"
STUDENT = "national/household_hi.group.student.yml"
MERGERS = "national/province_mergers.yml"
LEVEL = "national/reference_level.yml"
COEFFICIENTS = "national/pension.revaluation.yml"
AGES = "ho-chi-minh/household_hi.province_age_share.yml"
AGES_DOCUMENTS = "ho-chi-minh/documents.yml"
SHARE_DOCUMENTS = "nghe-an/documents.yml"


def _break(folder: Path, name: str, old: str, new: str) -> ParameterError:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        load_ruleset(folder)
    assert str(caught.value).startswith(f"{caught.value.path}: {caught.value.key}: ")
    assert caught.value.path == path
    return caught.value


@pytest.fixture
def lean(tmp_path: Path) -> Path:
    """Return a copy of the few files that the first table breaks: quick to read."""
    copy = tmp_path / "lean"
    for name in (
        RATE,
        SHARE,
        DOCUMENTS,
        POSITIONS,
        ROUNDING,
        STUDENT,
        MERGERS,
        LEVEL,
        COEFFICIENTS,
        AGES,
        AGES_DOCUMENTS,
    ):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGED_PARAMETERS / name, copy / name)
    shutil.copy(PACKAGED_PARAMETERS / SHARE_DOCUMENTS, copy / SHARE_DOCUMENTS)
    return copy


@pytest.mark.parametrize(
    ("name", "old", "new", "key", "reason"),
    [
        (RATE, "label:", "colour: red\nlabel:", "colour", "is not a key of this format"),
        (RATE, "    to: open", "    to: open\n    colour: red", "values[1].colour", "not a key"),
        (RATE, "unit: percent\n", "", "unit", "is missing"),
        (RATE, "id: voluntary_si.rate", "id: voluntary_si.ratio", "id", "is not the file's name"),
        (RATE, "id: voluntary_si.rate", "id: 22", "id", "22 is not a text"),
        (RATE, "scope: national", "scope: nghe-an", "scope", "is not the folder's name"),
        (RATE, "unit: percent", "unit: VND", "unit", "is not 'percent'"),
        (RATE, "label: Tỷ", "label: ''\n#", "label", "is not a text"),
        (RATE, "from: 2025-07-01", "from: 2025-07-02", "values[1].from", "leaves a gap"),
        (RATE, "from: 2025-07-01", "from: 2025-06-30", "values[1].from", "overlaps"),
        (RATE, "to: 2025-06-30", "to: open\n    review_by: 2030-01-01", "values[1].from", "overl"),
        (RATE, "to: 2025-06-30", "to: 2013-06-30", "values[0].to", "lies before from"),
        (RATE, "from: 2014-01-01", "from: 1/1/2014", "values[0].from", "is not a date"),
        (RATE, "from: 2014-01-01", "from: 2014-13-01", "file", "is not readable YAML"),
        (RATE, "from: 2014-01-01", "from: 2014-01-01T00:00:00", "values[0].from", "not a date"),
        (RATE, "    review_by: 2027-12-31\n", "", "values[1].review_by", "is missing"),
        (RATE, "review_by: 2027-12-31", "review_by: soon", "values[1].review_by", "not a date"),
        (RATE, "confidence: primary", "confidence: sure", "values[0].confidence", "is not one of"),
        (RATE, "    source: 595/QĐ-BHXH, article 10\n", "", "values[0].source", "is missing"),
        (RATE, "595/QĐ-BHXH, article 10", "595/QĐ-BHXH", "values[0].source", "article unknown"),
        (RATE, "595/QĐ-BHXH, article 10", "1/2, article 10", "values[0].source", "documents.yml"),
        (RATE, "595/QĐ-BHXH, article 10", "[a]", "values[0].source", "is not a text"),
        (RATE, "value: 22%", "value: 0.22", "values[0].value", "is a float"),
        (RATE, "value: 22%", "value: 22", "values[0].value", "is not a percentage"),
        (RATE, "value: 22%", "value: 122%", "values[0].value", "is more than 100%"),
        (RATE, "unit: percent", "unit: percent\nunit: VND", "file", "duplicate key"),
        (LEVEL, "value: 1150000", "value: 1150000.0", "values[0].value", "is a float"),
        (LEVEL, "value: 1150000", "value: yes", "values[0].value", "is not a whole number"),
        (LEVEL, "value: 1150000", "value: true", "values[0].value", "is not a whole number"),
        (LEVEL, "value: 1150000", "value: -5", "values[0].value", "is not a whole number"),
        (POSITIONS, "[100%, 70%, 60%, 50%, 40%]", "[]", "values[0].value", "a list"),
        (POSITIONS, "[100%, 70%, 60%, 50%, 40%]", "100%", "values[0].value", "a list"),
        (ROUNDING, "value: half_up", "value: half_down", "values[0].value", "is not one of"),
        (STUDENT, "supported 30%", "supported", "values[0].value", "is not a membership"),
        (STUDENT, "supported 30%", "household 30%", "values[0].value", "is not a membership"),
        (STUDENT, "supported 30%", "30%", "values[0].value", "is not a membership"),
        (STUDENT, "supported 30%", "3", "values[0].value", "is not a membership"),
        (STUDENT, "supported 30%", "supported 0.3", "values[0].value", "is not a percentage"),
        (AGES, "100% from 65", "from 65", "values[0].value", "is not a share by age"),
        (AGES, "100% from 65", "1.0 from 65", "values[0].value", "is not a percentage"),
        (AGES, "100% from 65", "100% from 65 below 65", "values[0].value", "ends before it begins"),
        (AGES, "100% from 65", "[65]", "values[0].value", "is not a share by age"),
        (MERGERS, "vinh-phuc: phu-tho", "vinh-phuc: Phú Thọ", "values[1].value", "slug"),
        (MERGERS, "thua-thien-hue: hue", "1: hue", "values[0].value", "is not a text"),
        (MERGERS, "      thua-thien-hue: hue", "      []", "values[0].value", "a table"),
        (COEFFICIENTS, '"2.14"', "2.14", "values[0].value", "not a coefficient"),
        (COEFFICIENTS, '"2.14"', '"-1"', "values[0].value", "not a coefficient"),
        (COEFFICIENTS, '"2008"', "2008", "values[0].value", "is not a text"),
        (SHARE, "near_poor: 10%", "near_poor: 0.1", "values[0].value", "is a float"),
        (DOCUMENTS, "issuer: Quốc hội", "colour: red", "41/2024/QH15.issuer", "is missing"),
        (DOCUMENTS, "date: 2024-06-29", "date: June", "41/2024/QH15.date", "is not a date"),
        (DOCUMENTS, "41/2024/QH15:\n", "41/2024/QH15: []\nx:\n", "41/2024/QH15", "not a mapping"),
    ],
)
def test_whatever_is_not_exactly_right_names_file_key_and_reason(
    lean: Path, name: str, old: str, new: str, key: str, reason: str
) -> None:
    error = _break(lean, name, old, new)
    assert error.key == key
    assert reason in error.reason


def test_share_by_age_for_a_group_that_no_scheme_knows_is_refused(folder: Path) -> None:
    error = _break(folder, AGES, "student: 0%", "pupil: 0%")
    assert error.key == "values[0].value.pupil"


def test_share_for_a_group_that_no_scheme_knows_is_refused(folder: Path) -> None:
    error = _break(folder, SHARE, "near_poor: 10%", "near_rich: 10%")
    assert error.key == "values[0].value.near_rich"
    assert error.reason == "is not a group of household_hi"


@pytest.mark.parametrize("content", ["values: {", "- a list", "", "\xff"])
def test_file_that_is_no_mapping_is_refused(lean: Path, content: str) -> None:
    path = lean / RATE
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ParameterError, match=r"voluntary_si\.rate\.yml: file: "):
        load_ruleset(lean)


def test_values_must_be_a_list_with_something_in_it(lean: Path) -> None:
    path = lean / RATE
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("values:")] + "values: []\n", encoding="utf-8")
    with pytest.raises(ParameterError, match="is not a list of dated values"):
        load_ruleset(lean)


def test_file_that_no_rule_reads_is_refused(lean: Path) -> None:
    path = (lean / RATE).rename(lean / "national" / "voluntary_si.bonus.yml")
    path.write_text(
        path.read_text(encoding="utf-8").replace("voluntary_si.rate", "voluntary_si.bonus"),
        encoding="utf-8",
    )
    with pytest.raises(ParameterError, match=r"no rule reads a parameter 'voluntary_si\.bonus'"):
        load_ruleset(lean)


def test_missing_file_is_refused(folder: Path) -> None:
    (folder / RATE).unlink()
    with pytest.raises(ParameterError, match=r"voluntary_si\.rate\.yml: file: is missing"):
        load_ruleset(folder)


def test_province_cannot_set_a_national_parameter(lean: Path) -> None:
    text = (lean / RATE).read_text(encoding="utf-8").replace("scope: national", "scope: nghe-an")
    (lean / "nghe-an" / "voluntary_si.rate.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match=r"voluntary_si\.rate is a national parameter"):
        load_ruleset(lean)


def test_folder_that_is_no_province_is_refused(folder: Path) -> None:
    (folder / "nghe-an").rename(folder / "atlantis")
    path = folder / "atlantis" / "household_hi.province_share.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("scope: nghe-an", "scope: atlantis"),
        encoding="utf-8",
    )
    with pytest.raises(ParameterError, match="'atlantis' is not a province"):
        load_ruleset(folder)
