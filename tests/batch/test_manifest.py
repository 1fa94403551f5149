import re

import pytest

from qa.batch.manifest import CallDefaults, find_calls, read_manifest
from qa.core.errors import ManifestError
from qa.core.tables import decode_table

DEFAULTS = CallDefaults()


def manifest(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "calls.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_chinese_manifest_reads_the_same_in_every_encoding_excel_writes(
    tmp_path, encoding
) -> None:
    text = "call_id,audio,agent_name,team\r\nA-1,a.wav,李娜,售后一组\r\n"
    (call,) = read_manifest(manifest(tmp_path, text, encoding), DEFAULTS)
    assert (call.context.agent_name, call.context.team) == ("李娜", "售后一组")
    assert call.audio == (tmp_path / "a.wav",)


def test_a_korean_manifest_from_a_korean_windows(tmp_path) -> None:
    rows = [
        "call_id,audio,agent_name,team",
        "K-1,a.wav,김민지,상담 1팀",
        "K-2,b.wav,이서준,상담 2팀",
    ]
    text = "\r\n".join(rows)
    calls = read_manifest(manifest(tmp_path, text, "cp949"), DEFAULTS)
    assert [call.context.agent_name for call in calls] == ["김민지", "이서준"]


def test_bytes_that_are_no_text_are_refused(tmp_path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(bytes(range(0x80, 0x100)) * 3)
    with pytest.raises(ManifestError, match="not a text file in UTF-8, GBK or CP949"):
        read_manifest(path, DEFAULTS)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_delimiter(tmp_path, delimiter) -> None:
    text = delimiter.join(["call_id", "audio"]) + "\n" + delimiter.join(["x", "x.wav"]) + "\n"
    (call,) = read_manifest(manifest(tmp_path, text), DEFAULTS)
    assert call.context.call_id == "x"


def test_columns_nobody_knows_are_kept(tmp_path) -> None:
    path = manifest(tmp_path, "audio,queue,agent_id\na.wav,VIP 3,A07\n")
    (call,) = read_manifest(path, DEFAULTS)
    assert call.context.extra == {"queue": "VIP 3"}
    assert call.context.call_id == "a"


def test_sound_with_a_transcript_beside_it(tmp_path) -> None:
    path = manifest(tmp_path, "call_id,audio,transcript,language\nk,k.wav,k.json,ko\n")
    (call,) = read_manifest(path, DEFAULTS)
    assert call.audio and call.transcript and call.language == "ko"


def test_a_pair_of_files_is_agent_then_customer(tmp_path) -> None:
    path = manifest(tmp_path, "call_id,customer_audio,agent_audio\np,c.wav,a.wav\n")
    (call,) = read_manifest(path, DEFAULTS)
    assert [file.name for file in call.audio] == ["a.wav", "c.wav"]


def test_every_problem_is_told_with_its_line(tmp_path) -> None:
    path = manifest(
        tmp_path,
        "call_id,audio,agent_audio,language,direction,agent_channel\n"
        "a,a.wav,,jp,inbound,auto\n"
        "b,,b.wav,zh,inbound,auto\n"
        "c,,,zh,inbound,auto\n"
        "d,d.wav,,zh,sideways,left\n",
    )
    with pytest.raises(ManifestError) as refused:
        read_manifest(path, DEFAULTS)
    lines = str(refused.value).splitlines()
    assert re.search(r"calls\.csv:2: language: 'jp'; allowed: auto, zh, ko, en", lines[0])
    assert re.search(r"calls\.csv:3: agent_audio and customer_audio go together", lines[1])
    assert re.search(r"calls\.csv:4: no recording", lines[2])
    assert re.search(r"calls\.csv:5: agent_channel: 'left'", lines[3])
    assert re.search(r"calls\.csv:5: direction: 'sideways'", lines[4])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no known column"),
        ("name,number\n1,2\n", "no known column"),
        ("call_id,audio\n", "holds no calls"),
        ("audio,audio\na,b\n", "column 'audio' appears twice"),
        ("audio\na.wav,b.wav\n", "2 cells; expected at most 1"),
        ('call_id,audio\nA,a.wav\nB,"b.wav\nC,c.wav\n', r"calls.csv:4: .*quotation mark"),
    ],
)
def test_manifests_that_mean_nothing(tmp_path, text, message) -> None:
    with pytest.raises(ManifestError, match=message):
        read_manifest(manifest(tmp_path, text), DEFAULTS)


def test_a_missing_input_an_empty_folder_and_a_shared_id(tmp_path) -> None:
    with pytest.raises(ManifestError, match="no such file or folder"):
        find_calls([tmp_path / "nowhere"], None, DEFAULTS)
    with pytest.raises(ManifestError, match="nothing to score in this folder"):
        find_calls([tmp_path], None, DEFAULTS)
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Call.wav").touch()
    (tmp_path / "two" / "Call.wav").rename(tmp_path / "two" / "call.wav")
    with pytest.raises(ManifestError, match="two calls have the id 'call'"):
        find_calls([tmp_path / "one", tmp_path / "two"], None, DEFAULTS)


def test_a_folder_without_a_manifest_holds_its_recordings_in_order(tmp_path) -> None:
    for name in ("b.wav", "a.MP3", "notes.txt", "c.json"):
        (tmp_path / name).touch()
    calls = find_calls([tmp_path], None, DEFAULTS)
    assert [call.context.call_id for call in calls] == ["a", "b", "c"]
    assert calls[2].transcript and not calls[2].audio


def test_files_that_differ_in_their_suffix_only_are_two_calls(tmp_path) -> None:
    for name in ("a.wav", "a.mp3", "b.wav"):
        (tmp_path / name).touch()
    calls = find_calls([tmp_path], None, DEFAULTS)
    assert [call.context.call_id for call in calls] == ["a.mp3", "a.wav", "b"]


def test_a_call_keeps_its_id_through_a_file_that_cannot_be_named_so(tmp_path) -> None:
    data = '{"call_id": "2025:01/a", "turns": [{"role": "agent", "text": "您好"}]}'
    (tmp_path / "2025_01_a-1a2b3c4d.json").write_text(data, encoding="utf-8")
    (call,) = find_calls([tmp_path], None, DEFAULTS)
    assert call.context.call_id == "2025:01/a"


def test_a_name_pattern_reads_the_agent_and_the_time_from_the_file_name(tmp_path) -> None:
    name = "Auto0_GUID_000_AGENT_ChrisL_DT_2025-02-19T06-01-22_Mono.wav"
    (tmp_path / name).touch()
    pattern = re.compile(r"GUID_(?P<guid>\w+?)_AGENT_(?P<agent_name>.+?)_DT_(?P<started_at>[^_]+)")
    (call,) = find_calls([tmp_path], None, CallDefaults(name_pattern=pattern))
    assert call.context.agent_name == "ChrisL"
    assert call.context.started_at == "2025-02-19T06-01-22"
    assert call.context.extra == {"guid": "000"}


def test_a_named_manifest_and_the_inputs_choose_together(tmp_path) -> None:
    path = manifest(tmp_path, "audio,agent_id\na.wav,A1\nb.wav,A2\n")
    for name in ("a.wav", "b.wav"):
        (tmp_path / name).touch()
    (tmp_path / "other").mkdir()
    (call,) = find_calls([tmp_path / "b.wav"], path, DEFAULTS)
    assert call.context.agent_id == "A2"
    assert len(find_calls([tmp_path], path, DEFAULTS)) == 2
    with pytest.raises(ManifestError, match="lists no call there"):
        find_calls([tmp_path / "other"], path, DEFAULTS)


def test_the_surname_of_a_full_name(tmp_path) -> None:
    path = manifest(tmp_path, "audio,customer_name\na.wav,欧阳娜娜\nb.wav,张三\n")
    calls = read_manifest(path, DEFAULTS)
    assert [call.context.customer_surname for call in calls] == ["欧阳", "张"]


def test_plain_ascii_needs_no_guess() -> None:
    assert decode_table(b"call_id,audio\n") == "call_id,audio\n"
