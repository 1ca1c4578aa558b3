"""Training: its data, the derived forms, the fit, and whether the shipped model is of today."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import CONTENT_DIR
from nlu import INTENTS, Engine, FaqExamples
from nlu.model.codes import codes_of
from nlu.model.linear import MODEL, LinearModel
from nlu.text import views_of
from nlu.text.fold import fold
from nlu.training.augment import variants
from nlu.training.cross import cross_validate
from nlu.training.examples import Example, faq_as_examples, read_examples, read_faqs
from nlu.training.fit import fingerprint, fit

SMALL = [
    Example(text, intent)
    for intent, texts in {
        "greet": ["xin chào", "chào em", "chào anh chị", "alo có ai không", "em chào cô ạ"],
        "thanks": ["cảm ơn", "cảm ơn em nhiều", "xin cảm ơn", "cám ơn cán bộ", "tốt quá cảm ơn"],
        "calc_hi": [
            "nhà 4 người mua thẻ y tế hết bao nhiêu",
            "mua bảo hiểm y tế hộ gia đình bao nhiêu tiền",
            "giá thẻ bảo hiểm y tế",
            "tính tiền thẻ y tế cho 3 người",
            "bhyt hộ gia đình mấy tiền",
        ],
    }.items()
    for text in texts
]


def test_every_intent_has_varied_examples() -> None:
    examples = read_examples()
    counts = {name: len({fold(e.text) for e in examples if e.intent == name}) for name in INTENTS}
    assert min(counts.values()) >= 60, counts
    assert counts["other"] >= 200


def test_the_shipped_model_is_trained_on_the_data_and_code_of_today() -> None:
    examples = [*read_examples(), *faq_as_examples(read_faqs(CONTENT_DIR / "faq"))]
    assert LinearModel.load(MODEL).fingerprint == fingerprint(examples), "run `ansinh nlu train`"


def test_the_same_examples_give_the_same_model(tmp_path: Path) -> None:
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    fit(SMALL).save(first)
    fit(SMALL).save(second)
    assert first.read_bytes() == second.read_bytes()


def test_a_model_tells_its_intents_apart_and_survives_the_disk(tmp_path: Path) -> None:
    model = fit(SMALL)
    path = tmp_path / "model.npz"
    model.save(path)
    again = LinearModel.load(path)
    codes = codes_of(views_of("chao em nhe")).classified
    assert again.rank(codes) == model.rank(codes)
    assert model.rank(codes)[0][0] == "greet"
    asked = codes_of(views_of("the y te nha 5 nguoi bao nhieu"))
    assert model.rank(asked.classified)[0][0] == "calc_hi"
    assert Engine.load(model=path).understand("cảm ơn em").ranking[0][0] == "thanks"


def test_examples_that_differ_in_accents_are_unseen_together() -> None:
    fitted: list[set[str]] = []

    def watch(examples: list[Example]) -> LinearModel:
        fitted.append({fold(example.text) for example in examples})
        return fit(examples)

    twins = [*SMALL, *(Example(fold(e.text), e.intent) for e in SMALL if fold(e.text) != e.text)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlu.training.cross.fit", watch)
        report = cross_validate(twins, 3)
    asked = [fold(each.text) for each in report.answers]
    assert sorted(asked) == sorted(fold(example.text) for example in twins)
    assert all(sum(text in seen for seen in fitted) == 2 for text in asked)
    assert report.right_by("style")["example"].total() == len(twins)


def test_confidences_of_all_intents_sum_to_one() -> None:
    codes = codes_of(views_of("đóng bảo hiểm hết bao nhiêu"))
    ranking = LinearModel.load(MODEL).rank(codes.classified)
    assert sum(share for _, share in ranking) == pytest.approx(1.0, abs=0.01)
    assert [share for _, share in ranking] == sorted((s for _, s in ranking), reverse=True)
    assert {name for name, _ in ranking} == set(INTENTS)


def test_the_fingerprint_follows_text_intent_and_weight() -> None:
    changed = [
        [*SMALL[:-1], Example("bhyt hộ gia đình mấy đồng", "calc_hi")],
        [*SMALL[:-1], Example(SMALL[-1].text, "greet")],
        [*SMALL[:-1], Example(SMALL[-1].text, SMALL[-1].intent, 0.5)],
    ]
    marks = {fingerprint(examples) for examples in [SMALL, *changed]}
    assert len(marks) == 4


def test_derived_forms_are_repeatable_and_leave_the_example_out() -> None:
    text = "Làm sao để mua thẻ bảo hiểm y tế cho bố tôi?"
    forms = variants(text)
    assert forms == variants(text)
    assert text not in forms
    assert len(set(forms)) == len(forms)
    assert fold(text) in forms
    assert any("mần răng" in form for form in forms)
    assert any("bhyt" in form for form in forms)


def test_faq_questions_are_examples_of_half_weight() -> None:
    faqs = [FaqExamples("one", "ask_vssid", ("a", "b"))]
    assert faq_as_examples(faqs) == [
        Example("a", "ask_vssid", 0.5),
        Example("b", "ask_vssid", 0.5),
    ]


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_faq_files_hold_one_entry_or_several(tmp_path: Path) -> None:
    write(tmp_path, "a.yml", "id: one\nintent: ask_vssid\ntitle: x\nexamples: [q1, q2]\n")
    write(tmp_path, "b.yml", "- {id: two, intent: ask_vssid, examples: [q3]}\n")
    assert read_faqs(tmp_path) == [
        FaqExamples("one", "ask_vssid", ("q1", "q2")),
        FaqExamples("two", "ask_vssid", ("q3",)),
    ]


def test_a_faq_file_without_examples_is_named(tmp_path: Path) -> None:
    write(tmp_path, "bad.yml", "id: one\nintent: ask_vssid\n")
    with pytest.raises(ValueError, match=r"bad\.yml"):
        read_faqs(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nlu:\n  - intent: nonsense\n    examples: |\n      - a\n", "nonsense"),
        ("nlu:\n  - intent: greet\n    examples: |\n      - a\n      - a\n", "already in greet"),
    ],
)
def test_wrong_training_data_is_refused(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, "data.yml", text)
    with pytest.raises(ValueError, match=said):
        read_examples(tmp_path)
