"""The judge against a server that speaks the protocol, and against servers that do not."""

import socket
import threading
import time

import pytest

from qa.core.errors import UsageError
from qa.core.scorecard import Outcome
from qa.judge import client
from qa.judge.endpoint import Endpoint
from qa.judge.judge import Judgement
from qa.judge.model import GIVES_UP_AFTER, ModelJudge
from tests.checks.heard import heard
from tests.judge.server import ChatServer, Reply, chat_server, says

CALL = heard("agent: 您好", "customer: 我要退货", "agent: 好的，马上办理")
GOOD = says("pass", (3, "马上办理"))
QUESTION = "坐席办理了吗？"


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSE_S", 0.0)


def ask(chat: ChatServer, timeout_s: float = 10.0, key: str = "") -> Judgement:
    return ModelJudge(Endpoint(chat.url, "m", timeout_s, key)).ask(QUESTION, CALL)


def nobody_there() -> str:
    """An address nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def test_a_good_answer_is_a_finding() -> None:
    with chat_server(GOOD) as chat:
        judgement = ask(chat)
    assert judgement.answered
    assert judgement.finding.outcome is Outcome.PASS
    (asked,) = chat.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.body["model"] == "m"
    assert asked.body["temperature"] == 0
    assert asked.body["response_format"] == {"type": "json_object"}
    assert QUESTION in asked.question and "我要退货" in asked.question
    assert "Authorization" not in asked.headers


def test_the_key_is_a_bearer_token_and_shown_nowhere() -> None:
    with chat_server(GOOD) as chat:
        ask(chat, key="s3cret")
        endpoint = Endpoint(chat.url, "m", key="s3cret")
    assert chat.asked[0].headers["Authorization"] == "Bearer s3cret"
    assert "s3cret" not in repr(endpoint) + str(endpoint)


def test_the_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, nobody_there())
    with chat_server(GOOD) as chat:
        assert ask(chat).answered


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_in_trouble_is_asked_once_more(status: int) -> None:
    with chat_server(Reply(b"oops", status), GOOD) as chat:
        assert ask(chat).finding.outcome is Outcome.PASS
    assert len(chat.asked) == 2


@pytest.mark.parametrize(
    ("reply", "times", "told"),
    [
        (Reply(b"oops", 500), 2, "模型服务返回错误 500"),
        (Reply(b"no key", 401), 1, "不接受密钥（错误 401）"),
        (Reply(b"no model", 404), 1, "没有这个模型或地址（错误 404）"),
        (Reply(b"slow down", 429), 1, "错误 429"),
        (Reply(b"", 302), 1, "错误 302"),  # followed nowhere
        (Reply(GOOD.body, cut=True), 2, "连接中断"),
        (Reply(b" " * (client.MAX_ANSWER_BYTES + 1)), 1, "答复过长"),
    ],
)
def test_no_answer_is_not_assessed_with_the_reason(reply: Reply, times: int, told: str) -> None:
    with chat_server(reply) as chat:
        judgement = ask(chat)
    assert not judgement.answered
    assert judgement.finding.outcome is Outcome.NOT_ASSESSED
    assert told in judgement.finding.explanation
    assert len(chat.asked) == times


def test_an_answer_that_may_not_be_used_is_not_assessed_and_was_an_answer() -> None:
    with chat_server(says("fail", (2, "气死我了"))) as chat:
        judgement = ask(chat)
    assert judgement.answered
    assert judgement.finding.outcome is Outcome.NOT_ASSESSED
    assert judgement.finding.evidence == ()
    assert judgement.finding.explanation == (
        "语言模型 m 的回答不能采用：第 2 句中没有所引的话“气死我了”。"
    )


@pytest.mark.parametrize(
    "reply",
    [Reply(GOOD.body, wait_s=3), Reply(b" " * 100 + GOOD.body, drip_s=0.1)],
    ids=["silent", "dripping"],
)
def test_the_timeout_is_for_the_whole_answer_and_is_not_tried_again(reply: Reply) -> None:
    with chat_server(reply) as chat:
        started = time.monotonic()
        judgement = ask(chat, timeout_s=0.3)
        assert time.monotonic() - started < 2
    assert not judgement.answered
    assert "0.3 秒内没有答复" in judgement.finding.explanation
    assert len(chat.asked) == 1


def test_a_server_that_does_not_speak_http_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        server.settimeout(5)

        def babble() -> None:
            for _ in range(2):
                other, _address = server.accept()
                with other:
                    other.recv(1 << 16)
                    other.sendall(b"220 mail.example.org ESMTP\r\n")

        thread = threading.Thread(target=babble, daemon=True)
        thread.start()
        judgement = ModelJudge(Endpoint(url, "m", 5)).ask(QUESTION, CALL)
        thread.join()
    assert not judgement.answered
    assert "连接中断" in judgement.finding.explanation


@pytest.mark.parametrize("host", ["a..b", "x" * 80 + ".invalid"])
def test_a_host_that_cannot_be_is_no_answer(host: str) -> None:
    judgement = ModelJudge(Endpoint(f"http://{host}/v1", "m", 5)).ask(QUESTION, CALL)
    assert "连接不上模型服务" in judgement.finding.explanation


# ---- it stops asking where nobody is there


def test_after_some_questions_in_vain_it_asks_no_more_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[object] = []
    create = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda *a, **k: (tried.append(a), create(*a, **k))[1]
    )
    told: list[str] = []
    url = nobody_there()
    judge = ModelJudge(Endpoint(url, "m", 5, "s3cret"), told.append)
    explained = [judge.ask(QUESTION, CALL).finding.explanation for _ in range(6)]
    assert ["连接不上" in one for one in explained] == [True] * 6
    assert ["不再询问" in one for one in explained] == [False] * 3 + [True] * 3
    assert len(tried) == 2 * GIVES_UP_AFTER
    (message,) = told
    assert url in message and "s3cret" not in message


def test_an_answer_in_between_and_trouble_of_another_kind_start_the_count_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreachable(endpoint, messages):
        raise client.NoAnswerError("unreachable")

    def in_trouble(endpoint, messages):
        raise client.NoAnswerError("http", status=500)

    told: list[str] = []
    judge = ModelJudge(Endpoint("http://x", "m"), told.append)
    for between in (in_trouble, lambda endpoint, messages: GOOD.body):
        for complete in (unreachable, unreachable, between):
            monkeypatch.setattr("qa.judge.model.complete", complete)
            judge.ask(QUESTION, CALL)
    assert told == []


# ---- what is refused before anything is asked


@pytest.mark.parametrize(
    "url",
    [
        "", "localhost:11434", "localhost", "ftp://host/v1", "file:///etc/passwd", "http://",
        "http://host:port/v1", "http://host:0/v1", "http://host:99999", "http://[::1",
        "http://ho st/v1", "http://host/v1\n", "http://主机/v1",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_asked_is_wrong_usage(url: str) -> None:
    with pytest.raises(UsageError, match="judge: no address that can be asked; expected http"):
        Endpoint(url, "m")


@pytest.mark.parametrize(
    "url", ["http://me:s3cret@host/v1", "http://host/v1?key=s3cret", "http://host/#s3cret"]
)
def test_a_secret_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UsageError, match="QA_JUDGE_KEY") as caught:
        Endpoint(url, "m")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("key", ["a b", "a\nb", "密钥"])
def test_a_key_that_no_key_is_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(UsageError, match="QA_JUDGE_KEY: holds spaces") as caught:
        Endpoint("http://host", "m", key=key)
    assert key not in str(caught.value)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 1e9])
def test_a_time_that_cannot_be_waited_is_wrong_usage(seconds: float) -> None:
    with pytest.raises(UsageError, match="judge_timeout_s: expected more than 0"):
        Endpoint("http://host", "m", seconds)


@pytest.mark.parametrize("model", ["", "  "])
def test_a_judge_without_a_model_is_wrong_usage(model: str) -> None:
    with pytest.raises(UsageError, match="judge_model: missing"):
        Endpoint("http://host", model)
