"""Small calls as Call JSON files, to run batches of without sound or models."""

from __future__ import annotations

import json
from pathlib import Path

GOOD = [
    ("agent", "您好，这里是优选客服，请问您贵姓？"),
    ("customer", "我姓张。"),
    ("agent", "张先生您好，请问有什么可以帮您？"),
    ("customer", "查一下我的话费。"),
    ("agent", "好的张先生，您的话费还有五十元。请问还有其他可以帮您的吗？"),
    ("customer", "没有了，谢谢。"),
    ("agent", "感谢来电，再见。"),
]


def write_call(path: Path, turns: list[tuple[str, str]] = GOOD, **fields: object) -> Path:
    data = {
        "schema_version": 1,
        "call_id": path.stem,
        "language": "zh",
        "turns": [{"role": role, "text": text} for role, text in turns],
        **fields,
    }
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path
