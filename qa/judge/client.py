"""One request to an OpenAI-compatible endpoint, over the standard library.

`http.client` goes straight to the host that was named: no proxy of the environment, no redirect to
another host, and no answer in a form that unpacks into more than was read.
"""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Mapping, Sequence
from threading import Event, Timer

from qa.judge.endpoint import Endpoint

# An answer takes a few hundred bytes; a model that rambles on is cut off before it fills memory.
MAX_ANSWER_BYTES = 1 << 20
_CONNECT_S = 10.0  # a server that the user runs takes a connection at once, or is not there
_PAUSE_S = 0.5  # before the one retry: a server that restarts or is full for a moment

_KINDS_BY_STATUS = {401: "not_allowed", 403: "not_allowed", 404: "not_found"}


class NoAnswerError(Exception):
    """The endpoint gave no answer. `kind` and `details` word the reason, see `qa.judge.wording`;
    `detail` is the system's own word for it, for people who run servers."""

    def __init__(self, kind: str, detail: str = "", **details: object) -> None:
        self.kind = kind
        self.detail = detail
        self.details = details
        super().__init__(f"{kind} {detail}".strip())

    @property
    def worth_a_retry(self) -> bool:
        """Trouble that may be over in a moment. No timeout: the user said how long to wait."""
        status = self.details.get("status")
        return self.kind in ("unreachable", "broken") or (isinstance(status, int) and status >= 500)


def complete(endpoint: Endpoint, messages: Sequence[Mapping[str, str]]) -> bytes:
    """The body of the endpoint's answer; asked once more where the trouble may be over.

    Raises `NoAnswerError`.
    """
    request = {
        "model": endpoint.model,
        "messages": list(messages),
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "stream": False,
    }
    body = json.dumps(request).encode("ascii")  # escaped: half a character pair cannot break it
    try:
        return _post(endpoint, body)
    except NoAnswerError as trouble:
        if not trouble.worth_a_retry:
            raise
    time.sleep(_PAUSE_S)
    return _post(endpoint, body)


def _post(endpoint: Endpoint, body: bytes) -> bytes:
    started = time.monotonic()
    connection = _connected(endpoint)
    opened = connection.sock  # the connection forgets it while the answer is still being read
    out_of_time = Event()

    def cut_off() -> None:
        # The timeout of a socket starts anew with every byte, so one that drips would never end.
        out_of_time.set()
        _shut(opened)

    left_s = endpoint.timeout_s - (time.monotonic() - started)
    watch = Timer(max(0.0, left_s), cut_off)
    watch.daemon = True
    watch.start()
    try:
        status, answer = _exchange(connection, endpoint, body)
    except (OSError, http.client.HTTPException) as error:
        if out_of_time.is_set() or isinstance(error, TimeoutError):
            raise NoAnswerError("timeout", seconds=endpoint.timeout_s) from None
        raise NoAnswerError("broken", str(error)) from None
    finally:
        watch.cancel()
        connection.close()
    if out_of_time.is_set():  # an answer without a length looks whole where it was cut off
        raise NoAnswerError("timeout", seconds=endpoint.timeout_s)
    if status != http.client.OK:
        raise NoAnswerError(_KINDS_BY_STATUS.get(status, "http"), status=status)
    if len(answer) > MAX_ANSWER_BYTES:
        raise NoAnswerError("too_long")
    return answer


def _connected(endpoint: Endpoint) -> http.client.HTTPConnection:
    parts = endpoint.parts
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    wait_s = min(_CONNECT_S, endpoint.timeout_s)
    connection = kind(parts.hostname or "", parts.port, timeout=wait_s)
    try:
        connection.connect()
    except (OSError, UnicodeError) as error:  # the latter for names that no host can have
        connection.close()
        raise NoAnswerError("unreachable", str(error)) from None
    connection.sock.settimeout(endpoint.timeout_s)
    return connection


def _exchange(
    connection: http.client.HTTPConnection, endpoint: Endpoint, body: bytes
) -> tuple[int, bytes]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    path = f"{endpoint.parts.path.rstrip('/')}/chat/completions"
    connection.request("POST", path, body, headers)
    with connection.getresponse() as response:
        answer = response.read(MAX_ANSWER_BYTES + 1)
        if response.length and len(answer) <= MAX_ANSWER_BYTES:
            raise http.client.IncompleteRead(answer, response.length)
        return response.status, answer


def _shut(connected: socket.socket) -> None:
    try:
        # of the plain socket: that of ssl also forgets its keys, under whoever is reading
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster
