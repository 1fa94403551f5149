"""The model of speech acts from labelled utterances: one logistic regression an act.

Each act learns from the utterances that were labelled for it. What the weights say is then made a
probability on utterances that they were not learned from.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from qa.acts.context import Floats
from qa.acts.features import BUCKETS, features, numbers_named
from qa.acts.labels import ACTS, group_of, with_groups
from qa.acts.model import ActModel
from qa.acts.recogniser import segments
from qa.core.errors import CorpusError, MissingExtraError
from qa.language.lexicon import LexiconSet
from qa.learning.context_training import ContextOptions, Told, weigh
from qa.learning.corpus import Line


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """`strength`: the inverse of the regularisation. `rows`: features the model keeps, those that
    say most. A feature has to be seen `min_seen` times, an act to be done `min_examples` times; an
    utterance of more weight counts for as many.

    Calibration: the calls in `folds` parts by their authors, each judged by a model that has not
    seen it; an act that is done less than `min_calibrating` times in them takes the slope that is
    usual. `context`: how the turns around a turn are weighed after that.

    `jobs`: acts learned at once. With more than one they share liblinear's random numbers, and the
    last digits of a weight differ from run to run.

    `without`: initials of features that nothing is learned from (`numbers_named`), to see what
    they bring.
    """

    strength: float = 30.0
    rows: int = 60_000
    min_seen: int = 2
    min_examples: int = 8
    folds: int = 3
    min_calibrating: int = 15
    jobs: int = 2
    without: str = ""
    context: ContextOptions = field(default_factory=ContextOptions)


def train(
    lines: Sequence[Line],
    language: str,
    phrases: LexiconSet,
    options: TrainingOptions = TrainingOptions(),
) -> ActModel:
    """A model of every act that has examples enough. Those of `lines` that are turns of calls also
    calibrate it, since only calls tell how often an act is done; `phrases` are the lexicons whose
    hits count beside it.

    Raises `MissingExtraError` where scikit-learn is not installed, `CorpusError` where no act has
    examples enough.
    """
    require_scikit_learn()
    done = [with_groups(line.acts) for line in lines]
    acts = [
        act
        for role in ACTS
        for act in sorted(with_groups(ACTS[role]))
        if _told_apart(act, lines, done, options)
    ]
    if not acts:
        raise CorpusError(
            f"nothing to learn in '{language}': expected an act that {options.min_examples} "
            f"utterances do and another does not; got {len(lines)} utterances"
        )
    material = _Material(lines, done, language, phrases, options)
    with ThreadPoolExecutor(options.jobs) as pool:  # liblinear lets go of the interpreter's lock
        learned = list(pool.map(material.learn, acts))
    weights = np.stack([one.weights for one in learned], axis=1)
    loudest = np.abs(weights).max(axis=1)
    kept = np.sort(np.argsort(-loudest, kind="stable")[: options.rows])
    kept = kept[loudest[kept] > 0]
    scales = np.abs(weights[kept]).max(axis=0) / 127
    scales[scales == 0] = 1  # of an act nothing kept speaks for
    calibrating = [one.calibrating for one in learned]
    slope, offset, phrase = _calibration(calibrating, options)
    alone = ActModel(
        language=language,
        acts=tuple(acts),
        numbers=material.numbers[kept].astype(np.uint32),
        weights=np.round(weights[kept] / scales).astype(np.int8),
        scales=scales.astype(np.float32),
        bias=np.array([one.bias for one in learned], dtype=np.float32),
        slope=slope,
        offset=offset,
        phrase=phrase,
        agent=_NO_CONTEXT,
        customer=_NO_CONTEXT,
    )
    return _in_context(alone, [lines[turn] for turn in material.turns], calibrating, options)


def _in_context(
    alone: ActModel,
    turns: Sequence[Line],
    calibrating: Sequence[_Calibrating],
    options: TrainingOptions,
) -> ActModel:
    """The model that also weighs the turns around a turn."""
    columns = {role: [column for _, column, _ in alone.groups(role)] for role in ACTS}
    told = {
        role: [
            Told(one.turns, alone.slope[c] * one.said + alone.offset[c], one.phrase, one.true)
            for c, one in ((column, calibrating[column]) for column in own)
        ]
        for role, own in columns.items()
    }
    phrase = alone.phrase.copy()
    weights: dict[str, Floats] = {}
    for role, own in columns.items():
        weights[role], phrases = weigh(turns, role, told, options.context)
        for column, added in zip(own, phrases, strict=True):
            phrase[column] = alone.phrase[column] if added is None else added
    return replace(alone, phrase=phrase, agent=weights["agent"], customer=weights["customer"])


_NO_CONTEXT = np.zeros((0, 0), dtype=np.float32)


def require_scikit_learn() -> None:
    """Raises `MissingExtraError` where it is not installed."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        raise MissingExtraError("qa learn", "learn") from None


def _told_apart(
    act: str, lines: Sequence[Line], done: Sequence[frozenset[str]], options: TrainingOptions
) -> bool:
    """Whether there are utterances that do the act, enough of them, and such as do not."""
    times = sum(line.weight for line, acts in zip(lines, done, strict=True) if act in acts)
    if times < options.min_examples:
        return False
    rows = rows_for(lines, act)
    does = [act in done[row] for row in rows]
    return any(does) and not all(does)


class _Material:
    """What every act learns from: utterances as features, and the segments of turns of calls."""

    def __init__(
        self,
        lines: Sequence[Line],
        done: Sequence[frozenset[str]],
        language: str,
        phrases: LexiconSet,
        options: TrainingOptions,
    ) -> None:
        self.lines, self.done, self.options = lines, done, options
        self.phrases, self.language = phrases, language
        self.weights = np.array([line.weight for line in lines], dtype=np.float64)
        own = ((line.text, line.before) for line in lines)
        matrix = feature_matrix(own, language, options.without)
        # What only one utterance has tells nothing of others and costs time.
        times = np.repeat(self.weights, np.diff(matrix.indptr))
        seen = np.bincount(matrix.indices, weights=times, minlength=BUCKETS)
        self.numbers = np.flatnonzero(seen >= options.min_seen)
        self.matrix = matrix[:, self.numbers]
        self.turns = [number for number, line in enumerate(lines) if line.call]
        parts = [
            (number, lines[number].text[start:end], lines[number].before)
            for number in self.turns
            for start, end in segments(lines[number].text, language)
        ]
        self.owner = np.array([number for number, _, _ in parts], dtype=np.intp)
        spoken = ((text, before) for _, text, before in parts)
        said = feature_matrix(spoken, language, options.without)
        self.segments = said[:, self.numbers]
        # By author, not by call: calls to come are by none of those that are learned from.
        authors = sorted({lines[number].author for number in self.turns})
        fold_of = {author: number % options.folds for number, author in enumerate(authors)}
        self.fold = {number: fold_of[lines[number].author] for number in self.turns}

    def learn(self, act: str) -> _Learned:
        rows = np.array(rows_for(self.lines, act))
        wanted = np.array([act in self.done[row] for row in rows])
        weights, bias = self._fit(rows, wanted)
        return _Learned(weights, bias, self._calibrating(act, rows, wanted))

    def _fit(self, rows: Any, wanted: Any) -> tuple[Any, float]:
        from sklearn.linear_model import LogisticRegression

        regression = LogisticRegression(
            C=self.options.strength,
            solver="liblinear",
            dual=True,
            tol=1e-2,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the last digits of a weight do not matter
            regression.fit(self.matrix[rows], wanted, sample_weight=self.weights[rows])
        return regression.coef_[0].astype(np.float32), float(regression.intercept_[0])

    def _calibrating(self, act: str, rows: Any, wanted: Any) -> _Calibrating:
        role = next(role for role in ACTS if act in with_groups(ACTS[role]))
        own = [number for number in self.turns if self.lines[number].role == role]
        said: dict[int, float] = {}
        for fold in range(self.options.folds):
            others = np.array([self.fold.get(int(row), -1) != fold for row in rows])
            if not wanted[others].any() or wanted[others].all():
                continue
            weights, bias = self._fit(rows[others], wanted[others])
            for number, value in zip(self.owner, self.segments @ weights + bias, strict=True):
                if self.fold[number] == fold:
                    said[number] = max(said.get(number, -np.inf), float(value))
        judged = [number for number in own if number in said]
        place = {number: at for at, number in enumerate(self.turns)}
        name = group_of(act)
        lexicon = self.phrases.get(name) if name in self.phrases.lexicons else None
        return _Calibrating(
            np.array([place[number] for number in judged], dtype=np.intp),
            np.array([said[number] for number in judged]),
            np.array([bool(lexicon and lexicon.find(self.lines[n].text)) for n in judged]),
            np.array([act in self.done[number] for number in judged]),
        )


@dataclass(frozen=True, slots=True)
class _Calibrating:
    """Turns of calls (which of them) as a model says that has seen nothing by their author: what
    the weights say, whether a phrase was found, and what is true."""

    turns: Any
    said: Any
    phrase: Any
    true: Any


@dataclass(frozen=True, slots=True)
class _Learned:
    weights: Any
    bias: float
    calibrating: _Calibrating


def _calibration(
    learned: Sequence[_Calibrating], options: TrainingOptions
) -> tuple[Floats, Floats, Floats]:
    """Slope, offset and what a phrase adds, for each act."""
    fitted = {
        number: _fitted(one)
        for number, one in enumerate(learned)
        if one.true.sum() >= options.min_calibrating
    }
    slope = float(np.median([one[0] for one in fitted.values()])) if fitted else 1.0
    phrase = float(np.median([one[2] for one in fitted.values()])) if fitted else 2.0
    found = [
        fitted.get(number) or (slope, _offset(one, slope, phrase), phrase)
        for number, one in enumerate(learned)
    ]
    slopes, offsets, phrases = (
        np.array(column, dtype=np.float32) for column in zip(*found, strict=True)
    )
    return slopes, offsets, phrases


def _fitted(one: _Calibrating) -> tuple[float, float, float]:
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(C=1.0).fit(np.column_stack([one.said, one.phrase]), one.true)
    slope, phrase = regression.coef_[0]
    return max(0.1, float(slope)), float(regression.intercept_[0]), max(0.0, float(phrase))


def _offset(one: _Calibrating, slope: float, phrase: float) -> float:
    """The offset by which the act is found as often as it is done."""
    if not len(one.true):
        return 0.0
    wanted = float(one.true.sum()) + 0.5
    odds = slope * one.said + phrase * one.phrase
    low, high = -20.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        if (1 / (1 + np.exp(-(odds + middle)))).sum() > wanted:
            high = middle
        else:
            low = middle
    return middle


def rows_for(lines: Sequence[Line], act: str) -> list[int]:
    """The utterances that tell something about an act: of the party that may do it, labelled for it
    or, where it has kinds, for all of them."""
    role = next(role for role in ACTS if act in with_groups(ACTS[role]))
    return [
        number
        for number, line in enumerate(lines)
        if line.role == role and act in _known_of(line.known)
    ]


@lru_cache(maxsize=256)
def _known_of(known: frozenset[str]) -> frozenset[str]:
    return with_groups(known)


def feature_matrix(said: Iterable[tuple[str, str]], language: str, without: str = "") -> Any:
    """Utterances (text, what came before it) x features; each row as `ActModel.says` weighs it,
    which knows nothing of those `without`."""
    import scipy.sparse

    starts, columns, values = [0], [], []
    for text, before in said:
        numbers = [one.number for one in features(text, before, language)]
        weight = max(1, len(numbers)) ** -0.5
        if without:
            left_out = numbers_named(text, before, language, without)
            numbers = [number for number in numbers if number not in left_out]
        columns += numbers
        values += [weight] * len(numbers)
        starts.append(len(columns))
    shape = (len(starts) - 1, BUCKETS)
    return scipy.sparse.csr_matrix((values, columns, starts), shape=shape, dtype=np.float32)
