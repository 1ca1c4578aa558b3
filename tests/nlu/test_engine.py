"""The engine over whole messages: intent, FAQ entry, values, and what it does when unsure."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import INTENTS, UNCLEAR, Engine, FaqExamples, Meaning

FAQS = [
    FaqExamples(
        "hi-premium-household",
        "ask_hi_household_rules",
        ("Người thứ hai trong hộ được giảm bao nhiêu?", "mức giảm trừ của từng người trong hộ"),
    ),
    FaqExamples(
        "vssid-password",
        "ask_vssid",
        ("Quên mật khẩu VssID thì lấy lại thế nào?", "lay lai mat khau vssid"),
    ),
    FaqExamples("zebra", "ask_law_change", ("Ngựa vằn có sọc theo nghị quyết nào?",)),
    FaqExamples("without-questions", "ask_vssid", ()),
]


@lru_cache(maxsize=1)
def loaded() -> Engine:
    return Engine.load(FAQS)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


@pytest.mark.parametrize(
    ("text", "intent", "values"),
    [
        ("toi muon mua bhyt ho gia dinh 4 nguoi het bao nhieu", "calc_hi", {"people_count": 4}),
        (
            "bhxh tu nguyen ho can ngheo dong it nhat bao nhieu",
            "calc_si",
            {"household_category": "near_poor", "income_choice": "minimum"},
        ),
        ("xin chào", "greet", {}),
        ("giá vàng hôm nay", "other", {}),
    ],
)
def test_a_message_has_an_intent_and_values(
    engine: Engine, text: str, intent: str, values: dict[str, object]
) -> None:
    meaning = engine.understand(text)
    assert meaning.intent == intent
    assert dict(meaning.values) == values
    assert meaning.ranking[0] == (intent, meaning.confidence)
    assert len(meaning.ranking) == 5


@pytest.mark.parametrize("text", ["", "   ", "...", "😀😀", "\u200b", "?!?", "/"])
def test_text_without_words_is_unclear(engine: Engine, text: str) -> None:
    assert engine.direct(text) == Meaning(UNCLEAR, 0.0)


def test_digits_that_answer_nothing_are_unclear(engine: Engine) -> None:
    meaning = engine.direct("040085012345")
    assert meaning == Meaning(UNCLEAR, 0.0)


@pytest.mark.parametrize(
    ("text", "awaiting", "values"),
    [
        ("dạ khoảng 2 triệu thôi em", "income_vnd", {"amount_vnd": 2_000_000}),
        ("nhà tôi có 4 người", "people_count", {"people_count": 4}),
        ("4 người", None, {"people_count": 4}),
        (
            "mỗi tháng nhà tôi bỏ ra được chừng 500 nghìn",
            "income_vnd",
            {"amount_vnd": 500_000},
        ),
        ("hộ cận nghèo", None, {"household_category": "near_poor"}),
    ],
)
def test_an_answer_needs_no_classifier(
    engine: Engine, text: str, awaiting: str | None, values: dict[str, object]
) -> None:
    meaning = engine.direct(text, awaiting)
    assert meaning is not None
    assert (meaning.intent, meaning.confidence, meaning.faq) == ("inform", 1.0, None)
    assert dict(meaning.values) == values
    assert engine.understand(text, awaiting) == meaning


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cơ quan bảo hiểm ở chỗ nào", "ask_office_contact"),
        ("mức 2 triệu thì lương hưu được bao nhiêu", "calc_pension"),
        ("thôi không cần nữa", "deny"),
        ("cho gặp cán bộ", "talk_to_human"),
    ],
)
def test_a_question_is_a_question_even_while_an_answer_is_awaited(
    engine: Engine, text: str, intent: str
) -> None:
    assert engine.direct(text, "income_vnd") is None
    assert engine.understand(text, "income_vnd").intent == intent


YES = [
    "đồng ý", "dong y", "ừ", "ok", "oke em", "được", "duoc", "đc", "có", "co", "vâng ạ", "đúng rồi",
    "dung roi", "phải", "có, gọi cho tôi đi", "thôi được", "tôi đồng ý nhé", "dạ", "uk", "rứa được",
]  # fmt: skip
NO = [
    "không", "ko", "khong", "nỏ", "no", "k", "thôi khỏi", "thôi", "khỏi", "không đồng ý", "chưa",
    "khong dong y", "dạ thôi ạ", "không cần đâu em", "không được", "nỏ cần mô", "đừng gọi", "hông",
]  # fmt: skip


@pytest.mark.parametrize("awaiting", ["consent", "confirm_delete"])
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        *((text, "affirm") for text in YES if "gọi" not in text),
        *((text, "deny") for text in NO if "gọi" not in text),
    ],
)
def test_yes_and_no_need_no_model_where_only_they_are_asked_for(
    engine: Engine, text: str, intent: str, awaiting: str
) -> None:
    meaning = engine.direct(text, awaiting)
    assert meaning == Meaning(intent, 1.0, ((intent, 1.0),))
    assert engine.understand(text, awaiting) == meaning
    assert engine.direct(text) is None


@pytest.mark.parametrize(
    ("text", "awaiting", "intent"),
    [
        ("có, gọi cho tôi đi", "consent", "affirm"),
        ("đừng gọi", "consent", "deny"),
        ("xóa hết đi", "confirm_delete", "affirm"),
        ("đồng ý, 0912345678", "consent", "affirm"),
    ],
)
def test_words_of_the_question_itself_say_yes_or_no(
    engine: Engine, text: str, awaiting: str, intent: str
) -> None:
    meaning = engine.direct(text, awaiting)
    assert meaning is not None
    assert meaning.intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "được không",
        "có không?",
        "đúng không",
        "có hay không",
        "dung",
        "không sao đâu",
        "được, thôi",
        "không phải không đồng ý",
        "đồng ý là sao",
        "xóa hết đi",
        "tại sao phải đồng ý",
    ],
)
def test_what_may_not_be_a_yes_is_left_to_the_model(engine: Engine, text: str) -> None:
    assert engine.direct(text, "consent") is None


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("bao nhiêu tiền", ["calc_hi", "calc_si"]),
        ("hết mấy", ["calc_hi", "calc_si"]),
        ("het bao nhieu vay em?", ["calc_hi", "calc_si"]),
        ("rứa mấy tiền", ["calc_hi", "calc_si"]),
        ("rua may tien o", ["calc_hi", "calc_si"]),
        ("dạ bao nhiêu ạ", ["calc_hi", "calc_si"]),
        ("giá bn ad", ["calc_hi", "calc_si"]),
        ("bhyt", ["calc_hi", "ask_hi_register"]),
        ("bảo hiểm y tế", ["calc_hi", "ask_hi_register"]),
        ("cho em hỏi về bhyt với ạ", ["calc_hi", "ask_hi_register"]),
        ("bao hiem y te ho gia dinh", ["calc_hi", "ask_hi_register"]),
        ("thẻ bảo hiểm", ["calc_hi", "ask_hi_register"]),
        ("mua bảo hiểm", ["calc_hi", "calc_si"]),
        ("toi muon mua bao hiem", ["calc_hi", "calc_si"]),
    ],
)
def test_a_bare_price_or_topic_is_offered_not_answered(
    engine: Engine, text: str, candidates: list[str]
) -> None:
    meaning = engine.understand(text)
    assert meaning.intent == UNCLEAR
    assert [intent for intent, _ in meaning.ranking[:2]] == candidates
    assert meaning.confidence < engine.model.act_at
    assert engine.direct(text, "place") == meaning


@pytest.mark.parametrize(
    "text",
    [
        "nhà 4 người mua bhyt bao nhiêu tiền",
        "mỗi tháng đóng bao nhiêu",
        "lương hưu bao nhiêu",
        "bhyt hết hạn",
        "mua bảo hiểm xe máy",
        "bhxh tự nguyện",
    ],
)
def test_one_more_word_of_meaning_is_the_models(engine: Engine, text: str) -> None:
    assert engine.direct(text) is None


def test_an_unknown_language_of_the_office_is_handed_back(engine: Engine) -> None:
    meaning = engine.understand("xyzzy plugh foobar quux")
    assert meaning.intent in (UNCLEAR, "other")
    assert meaning.ranking


def test_the_faq_entry_is_named_where_it_is_clearly_best(engine: Engine) -> None:
    meaning = engine.understand("quên mật khẩu vssid rồi lấy lại như thế nào")
    assert meaning.faq == "vssid-password"
    assert meaning.intent == "ask_vssid"
    assert meaning.faq_ranking[0][0] == "vssid-password"


def test_an_entry_added_by_an_editor_is_found_without_training(engine: Engine) -> None:
    meaning = engine.understand("ngựa vằn có sọc theo nghị quyết nào vậy")
    assert (meaning.intent, meaning.faq) == ("ask_law_change", "zebra")
    assert meaning.confidence >= 0.8


def test_no_entry_is_named_for_another_intent(engine: Engine) -> None:
    assert engine.understand("nhà 4 người mua bảo hiểm y tế hết bao nhiêu tiền").faq is None


def test_two_equally_near_entries_name_none() -> None:
    twins = [
        FaqExamples("one", "ask_vssid", ("tài khoản vssid bị khóa phải làm sao",)),
        FaqExamples("two", "ask_vssid", ("tài khoản vssid bị khóa phải làm gì",)),
    ]
    meaning = Engine.load(twins).understand("tài khoản vssid bị khóa")
    assert meaning.intent == "ask_vssid"
    assert meaning.faq is None
    assert {name for name, _ in meaning.faq_ranking} == {"one", "two"}


def test_without_faq_there_is_no_faq_ranking() -> None:
    assert Engine.load().understand("quên mật khẩu vssid").faq_ranking == ()


def test_an_id_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="one"):
        Engine.load([FaqExamples("one", "ask_vssid", ())] * 2)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"no\.npz"):
        Engine.load(model=tmp_path / "no.npz")


def test_a_meaning_survives_json(engine: Engine) -> None:
    meaning = engine.understand("quên mật khẩu vssid")
    again = Meaning.from_json(meaning.as_json())
    assert again == meaning
    assert set(meaning.as_json()) == {
        "intent",
        "confidence",
        "ranking",
        "faq",
        "faq_ranking",
        "values",
    }


@settings(max_examples=150, deadline=2000)
@given(
    text=st.one_of(
        st.text(max_size=400),
        st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxy0123456789 .,/?-áàảãạ", max_size=400),
    ),
    awaiting=st.sampled_from(
        [None, "income_vnd", "people_count", "months", "years", "category", "place", "phone",
         "name", "age", "birth_year", "sex", "consent", "confirm_delete", "never heard of"]
    ),
)  # fmt: skip
def test_any_text_gets_an_answer(text: str, awaiting: str | None) -> None:
    meaning = loaded().understand(text, awaiting)
    assert meaning.intent in INTENTS or meaning.intent == UNCLEAR
    assert 0.0 <= meaning.confidence <= 1.0
    assert Meaning.from_json(meaning.as_json()) == meaning


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "a" * 200_000,
        "hai ba bốn năm " * 20_000,
        "1.000.000 " * 20_000,
        "thien thanh " * 20_000,
        "nông, " * 50_000,
        "\u0301" * 100_000,
        "(((((" * 40_000,
    ],
)
def test_a_huge_text_takes_bounded_time(engine: Engine, text: str) -> None:
    started = time.perf_counter()
    engine.understand(text)
    engine.understand(text, "income_vnd")
    assert time.perf_counter() - started < 2.0


def test_the_same_text_has_the_same_meaning_in_another_process(engine: Engine) -> None:
    text = "đóng bảo hiểm xã hội tự nguyện mức 2tr5 hết bao nhiêu"
    code = f"from nlu import Engine; print(Engine.load().understand({text!r}).ranking)"
    seeds = [{"PYTHONHASHSEED": seed} for seed in ("1", "2")]
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=seed
        ).stdout
        for seed in seeds
    }
    assert printed == {f"{Engine.load().understand(text).ranking}\n"}


def test_understanding_needs_no_scikit_learn() -> None:
    code = (
        "import sys; from nlu import Engine; Engine.load().understand('xin chào');"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'sklearn', 'scipy'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
