import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.batch.files import file_stem, write_whole

legal_everywhere = st.text(
    st.characters(whitelist_categories=("Lu", "Ll", "Lo", "Nd"), max_codepoint=0xFFFF),
    min_size=1,
    max_size=40,
).filter(lambda text: not text.lower().startswith(("con", "prn", "aux", "nul", "com", "lpt")))


@given(legal_everywhere)
def test_a_legal_call_id_is_its_own_file_name(call_id: str) -> None:
    assert file_stem(call_id) == call_id


@given(st.text(min_size=1, max_size=400))
def test_any_call_id_gives_a_name_every_file_system_takes(call_id: str) -> None:
    stem = file_stem(call_id)
    assert not set(stem) & set('<>:"/\\|?*')
    assert not stem.endswith((" ", "."))
    assert len(f"{stem}.json".encode("utf-8", "surrogatepass")) <= 255


@pytest.mark.parametrize(
    "call_id", ["../../etc/passwd", "a/b", "a\\b", "CON", "nul.wav", " x", "x."]
)
def test_a_dangerous_id_never_leaves_its_folder_and_stays_unique(call_id: str) -> None:
    stem = file_stem(call_id)
    assert "/" not in stem and "\\" not in stem
    assert stem != call_id
    assert stem != file_stem(call_id + "_")


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch) -> None:
    target = tmp_path / "card.json"
    write_whole(target, "old")

    def refuse(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]
