"""A server that speaks the chat completions protocol and remembers what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """`drip_s`: the pause before each byte of the body; `cut`: the body ends before its length."""

    body: bytes
    status: int = 200
    wait_s: float = 0.0
    drip_s: float = 0.0
    cut: bool = False


def says(outcome: Any, *quotes: tuple[int, str], reason: str = "因为") -> Reply:
    written = [{"turn": turn, "quote": quote} for turn, quote in quotes]
    return content(json.dumps({"outcome": outcome, "quotes": written, "reason": reason}))


def content(text: Any) -> Reply:
    """A whole response in which the model says `text`."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return Reply(json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def rules(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def question(self) -> str:
        return self.body["messages"][1]["content"]


@dataclass
class ChatServer:
    """`replies` are given in order, the last one for ever."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    reply_to: Callable[[Asked], Reply] | None = None

    def next_reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        if self.reply_to:
            return self.reply_to(asked)
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def chat_server(*replies: Reply) -> Iterator[ChatServer]:
    chat = ChatServer(replies=list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            reply = chat.next_reply(Asked(self.path, dict(self.headers), json.loads(body)))
            time.sleep(reply.wait_s)
            self.send_response(reply.status)
            if reply.status in (301, 302, 307):
                self.send_header("Location", f"{chat.url}/elsewhere")
            if not reply.drip_s:
                self.send_header("Content-Length", str(len(reply.body) + reply.cut))
            try:
                self.end_headers()
                for piece in self._pieces(reply):
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                return  # whoever asked has gone

        def _pieces(self, reply: Reply) -> Iterator[bytes]:
            if not reply.drip_s:
                yield reply.body
                return
            for byte in reply.body:
                time.sleep(reply.drip_s)
                yield bytes([byte])

        def log_message(self, *args: object) -> None:
            """Nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    chat.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
