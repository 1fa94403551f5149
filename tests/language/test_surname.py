"""Surnames told apart from the ordinary words they are."""

import pytest

from qa.language.surname import (
    Likeness,
    addresses,
    disowns,
    likeness,
    own_surnames,
    surname_of,
)
from tests.checks.heard import lexicons


@pytest.mark.parametrize(
    ("language", "asked", "text", "surnames"),
    [
        ("zh", False, "我姓张", ["张"]),
        ("zh", False, "免贵姓欧阳", ["欧阳"]),
        ("zh", False, "弓长张", ["张"]),
        ("zh", False, "双人徐", ["徐"]),
        ("zh", False, "我不姓王，我姓汪", ["汪"]),
        ("zh", True, "立早章的章", ["章"]),
        ("zh", True, "张", ["张"]),
        ("zh", False, "张", []),
        ("zh", True, "方便吗", []),
        ("zh", True, "时间来不及了", []),
        ("zh", False, "我叫车了没来", []),
        ("zh", False, "姓名不方便说", []),
        ("zh", False, "他姓王", []),
        ("zh", False, "我老公姓李", []),
        ("zh", False, "老百姓的钱", []),
        ("zh", False, "老板姓晁说他就开工", []),
        ("zh", False, "姓覃的小伙子", []),
        ("zh", True, "姓覃", ["覃"]),
        ("zh", False, "我姓车、不，我姓佘", ["车", "佘"]),
        ("zh", False, "我姓什么不重要", []),
        ("ko", False, "네, 김철수입니다", ["김"]),
        ("ko", False, "저는 남궁민수라고 합니다", ["남궁"]),
        ("ko", False, "배송 문제입니다", []),
        ("ko", True, "최민정", ["최"]),
        ("ko", False, "보냈어요. 채팅창에요.", []),
        ("ko", True, "이이공칠이요", []),
        ("ko", False, "저는 피유나고요", ["피"]),
        ("en", False, "this is Mary O'Brien", ["O'Brien"]),
        ("en", False, "my name is john smith", ["smith"]),
        ("en", False, "My name is John van der Berg and I", ["van der Berg"]),
        ("en", False, "this is ridiculous", []),
        ("en", False, "this is Mary", []),
        ("en", True, "Jane Doe", ["Doe"]),
        ("en", True, "Mc", []),
    ],
)
def test_own_surnames(language: str, asked: bool, text: str, surnames: list[str]) -> None:
    found = own_surnames(text, language, asked)
    assert list(dict.fromkeys(one.surname for one in found)) == surnames


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("zh", "高先生您好", [("高", False)]),
        ("zh", "高兴为您服务，先生", []),
        ("zh", "于女士", [("于", False)]),
        ("zh", "关于先生您的问题", []),
        ("zh", "王总您好", [("王", False)]),
        ("zh", "王总是这样", []),
        ("zh", "我们的王工会联系您", []),
        ("zh", "这位先生", []),
        ("zh", "上官女士", [("上官", False)]),
        ("zh", "您找的李经理不在", [("李", True)]),
        ("ko", "김철수 고객님", [("김", False)]),
        ("ko", "네, 고객님", []),
        ("ko", "안녕하세요 고객님", []),
        ("en", "Mrs O'Brien, your order", [("O'Brien", False)]),
        ("zh", "配送员李先生会来", [("李", True)]),
        ("ko", "김 고객님, 기사 이 선생님", [("김", False), ("이", True)]),
        ("en", "Mr. John Smith, hello", [("John Smith", False)]),
        ("en", "Ms. de la Cruz", [("de la Cruz", False)]),
        ("en", "Mr Smith I'll check", [("Smith", False)]),
        ("en", "your wife Mrs Jones", [("Jones", True)]),
        ("en", "our Mr Jones will call", [("Jones", True)]),
        ("en", "Miss, please", []),
    ],
)
def test_addresses(language: str, text: str, expected: list[tuple[str, bool]]) -> None:
    found = addresses(text, lexicons(language).get("honorific"))
    assert [(one.surname, one.third_person) for one in found] == expected


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [
        ("zh", "好的王老师，您说", False),
        ("zh", "我排王老师", True),
        ("zh", "水电班老赵下午在", None),
        ("ko", "연 코치님, 안녕하세요", False),
        ("ko", "연 코치님한테 옮겼어요", True),
        ("en", "Thanks, Mr Smith.", False),
        ("en", "I'll send Mr Smith up.", True),
        ("en", "okay mr smith what happened", False),
        ("en", "mr smith has called", True),
    ],
)
def test_where_a_name_need_not_call_anybody(language: str, text: str, other: bool | None) -> None:
    found = addresses(text, lexicons(language).get("honorific"))
    assert [one.perhaps_other for one in found] == ([] if other is None else [other])


@pytest.mark.parametrize(
    ("language", "text", "surname", "disowned"),
    [
        ("zh", "我不姓冯", "冯", True),
        ("zh", "不是颜色的颜", "颜", True),
        ("zh", "我姓冯", "冯", False),
        ("ko", "저 편 씨 아니에요", "편", True),
        ("ko", "편 씨 맞아요", "편", False),
        ("en", "I'm not Mr Jones", "Jones", True),
        ("en", "yes, Jones", "Jones", False),
    ],
)
def test_a_surname_disowned(language: str, text: str, surname: str, disowned: bool) -> None:
    assert disowns(text, surname, language) is disowned


def test_what_is_only_sometimes_a_surname_is_marked() -> None:
    (then_sir,) = addresses("那先生您看", lexicons("zh").get("honorific"))
    (this_customer,) = addresses("이 고객님", lexicons("ko").get("honorific"))
    assert not then_sir.sure
    assert not this_customer.sure


@pytest.mark.parametrize(
    ("language", "one", "other", "expected"),
    [
        ("zh", "张", "張", Likeness.SAME),
        ("zh", "张", "章", Likeness.SOUND),
        ("zh", "王", "汪", Likeness.SOUND),
        ("zh", "张", "李", Likeness.DIFFERENT),
        ("ko", "이", "리", Likeness.SAME),
        ("ko", "김", "박", Likeness.DIFFERENT),
        ("en", "O’Brien", "obrien", Likeness.SAME),
        ("en", "Smith", "Smyth", Likeness.SOUND),
        ("en", "Garcia Lopez", "Garcia", Likeness.SAME),
        ("en", "Van Dyke", "Van", Likeness.DIFFERENT),
        ("en", "John Smith", "John Jones", Likeness.DIFFERENT),
        ("en", "Smith", "Jones", Likeness.DIFFERENT),
    ],
)
def test_likeness(language: str, one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other, language) is expected
    assert likeness(other, one, language) is expected


@pytest.mark.parametrize(
    ("language", "name", "surname"),
    [
        ("zh", "欧阳娜娜", "欧阳"),
        ("zh", "张伟", "张"),
        ("ko", "남궁민수", "남궁"),
        ("en", "Mary Ann O'Hara", "O'Hara"),
    ],
)
def test_surname_of_a_manifest_name(language: str, name: str, surname: str) -> None:
    assert surname_of(name, language) == surname


def test_the_segmenter_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    own_surnames("时间来不及了", "zh", asked=True)
    assert capfd.readouterr() == ("", "")
