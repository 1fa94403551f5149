"""A corpus of a few dozen lines, in which a closing question can be told from other talk."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.acts.model import ActModel
from qa.language.lexicon import LexiconSet
from qa.language.lexicon_files import load_all_lexicons
from qa.learning.corpus import Line, read_corpus
from qa.learning.training import TrainingOptions, train
from qa.rubric.load import shipped_folder

ASKS = (
    "您看还有别的事没有", "还有什么能帮到您的", "这么弄您看成吗", "这样处理您满意吗",
    "还有其他问题吗", "您对这个结果还满意吗", "还有没有别的要我办的", "这样安排您觉得行吗",
    "还需要我做点什么吗", "您还有别的吩咐吗",
)  # fmt: skip
RUDE = (
    "你烦不烦啊", "你脑子有问题吧", "爱听不听", "你是听不懂人话吗", "少跟我来这套",
    "你爱咋咋地", "烦死了你", "你有完没完", "真是有病", "你算老几",
)  # fmt: skip
OTHER = (
    "您好请讲", "我看一下订单", "您的话费还有五十元", "明天下午送到", "地址是人民路三号",
    "这笔钱月底出账", "好的我记下了", "套餐是每月八十八", "您的号码尾号是多少", "感谢来电再见",
    "我这就给您查", "师傅上午过去", "退款三天到账", "您稍等一下", "系统里显示已经发货",
)  # fmt: skip
TROUBLE = (
    "我都等了三天了", "急死我了", "钱白扣了我", "跑了两趟都没办成", "孩子网课都没上成",
    "气死我了", "半夜又断网了", "电话打了五回没人接",
)  # fmt: skip
PLAIN = (
    "查一下话费", "尾号是三三二一", "好的谢谢", "我姓张", "没有了", "下午在家", "可以的",
    "就这个号", "麻烦您了", "嗯对",
    "查一下我的话费", "没有了谢谢",
)  # fmt: skip


def small_corpus(folder: Path) -> Path:
    """Lines only, in Chinese, as `samples/corpus` lays them out."""
    rows = [("agent", "closing-ask", text) for text in ASKS]
    rows += [("agent", "forbidden.rude", text) for text in RUDE]
    rows += [("agent", "none", text) for text in OTHER]
    rows += [("customer", "trouble", text) for text in TROUBLE]
    rows += [("customer", "none", text) for text in PLAIN]
    path = folder / "lines" / "zh" / "a.tsv"
    path.parent.mkdir(parents=True)
    lines = (f"{role}\t{acts}\ttelecom\t\t{text}\n" for role, acts, text in rows)
    path.write_text("".join(lines), encoding="utf-8")
    return folder


def small_lines(folder: Path) -> tuple[Line, ...]:
    return read_corpus(small_corpus(folder), "zh").lines


@cache
def small_model() -> ActModel:
    """Tells the acts of the lines above."""
    with TemporaryDirectory() as folder:
        lines = small_lines(Path(folder))
    return train(lines, "zh", phrases(), TrainingOptions(rows=2000, jobs=1))


@cache
def phrases() -> LexiconSet:
    return load_all_lexicons(shipped_folder() / "lexicons", "zh")
