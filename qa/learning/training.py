"""The model of speech acts from labelled utterances: one logistic regression an act.

Each act learns from the utterances that were labelled for it. What the weights say is then made a
probability on utterances that they were not learned from.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np

from qa.acts.context import Floats
from qa.acts.features import BUCKETS, features, numbers_named
from qa.acts.labels import ACTS, group_of, role_of, with_groups
from qa.acts.model import ActModel, packed
from qa.acts.recogniser import segments
from qa.core.errors import CorpusError, MissingExtraError
from qa.language.lexicon import LexiconSet
from qa.learning.context_training import ContextOptions, Told, weigh
from qa.learning.corpus import Line


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """`strength`: the inverse of the regularisation. A second regression, of `rare_strength`, has
    rare features weigh more, by the power `rarity` of their inverse document frequency; what both
    say is blended, act by act, as turns of calls by other authors are told best. (Average precision
    for forbidden talk, Chinese, authors not seen: 0.65 for the first alone, 0.78 for the second; of
    a commitment 0.81 and 0.71.)

    `rows`: features the model keeps, those that say most. A feature has to be seen `min_seen`
    times, an act to be done `min_examples` times; an utterance of more weight counts for as many.

    Calibration: the calls in `folds` parts by their authors, each judged by a model that has not
    seen it; an act that is done less than `min_calibrating` times in them takes the slope that is
    usual. `context`: how the turns around a turn are weighed after that.

    `jobs`: acts learned at once. With more than one they share liblinear's random numbers, and the
    last digits of a weight differ from run to run.

    `without`: initials of features that nothing is learned from (`numbers_named`), to see what
    they bring.
    """

    strength: float = 30.0
    rare_strength: float = 10.0
    rarity: float = 3.0
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
    # What a feature says in all: how loudly, and how often.
    loudest = np.abs(weights).max(axis=1) * np.sqrt(material.seen)
    kept = np.sort(np.argsort(-loudest, kind="stable")[: options.rows])
    kept = kept[loudest[kept] > 0]
    small, scales = packed(weights[kept])
    calibrating = [one.calibrating for one in learned]
    slope, offset, phrase = _calibration(calibrating, options)
    alone = ActModel(
        language=language,
        acts=tuple(acts),
        numbers=material.numbers[kept].astype(np.uint32),
        weights=small,
        scales=scales,
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
    calibrating: Sequence[Told],
    options: TrainingOptions,
) -> ActModel:
    """The model that also weighs the turns around a turn."""
    columns = {role: [column for _, column, _ in alone.groups(role)] for role in ACTS}
    told = {
        role: [
            replace(
                calibrating[column],
                odds=alone.slope[column] * calibrating[column].odds + alone.offset[column],
            )
            for column in own
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
        self.seen = seen[self.numbers]
        self.matrix = matrix[:, self.numbers]
        rarity = np.log(1 + self.weights.sum() / self.seen) ** options.rarity
        self.rarity = (rarity / rarity.mean()).astype(np.float32) if len(rarity) else rarity
        self.rare = self.matrix.multiply(self.rarity).tocsr()
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
        self.owner_fold = np.array([self.fold[number] for number in self.owner], dtype=np.intp)
        self.owner_role = np.array([lines[number].role for number in self.owner])

    def learn(self, act: str) -> _Learned:
        rows = np.array(rows_for(self.lines, act))
        wanted = np.array([act in self.done[row] for row in rows])
        turns, said = self._unseen(act, rows, wanted)
        true = np.array([act in self.done[self.turns[turn]] for turn in turns], dtype=bool)
        share = _best_share(said, true)
        learned = self._fit_both(rows, wanted)
        name = group_of(act)
        lexicon = self.phrases.get(name) if name in self.phrases.lexicons else None
        texts = (self.lines[self.turns[turn]].text for turn in turns)
        phrase = np.array([bool(lexicon and lexicon.find(text)) for text in texts])
        blended = _blended(learned, share)
        return _Learned(*blended, Told(turns, said[share], phrase, true))

    def _unseen(self, act: str, rows: Any, wanted: Any) -> tuple[Any, dict[float, Any]]:
        """Which turns of calls a model judged that has seen nothing by their author, and what it
        says of each, for every share of `_SHARES`."""
        role = role_of(act)
        said: dict[int, Any] = {}
        for fold in range(self.options.folds):
            others = np.array([self.fold.get(int(row), -1) != fold for row in rows])
            if not wanted[others].any() or wanted[others].all():
                continue
            both = self._fit_both(rows[others], wanted[others])
            mine = (self.owner_fold == fold) & (self.owner_role == role)
            blends = [_blended(both, share) for share in _SHARES]
            each = [self.segments[mine] @ weights + bias for weights, bias in blends]
            for number, values in zip(self.owner[mine], np.stack(each, axis=1), strict=True):
                said[number] = np.maximum(said.get(number, -np.inf), values)
        turns = [(at, said[number]) for at, number in enumerate(self.turns) if number in said]
        values = np.array([value for _, value in turns]).reshape(len(turns), len(_SHARES))
        places = np.array([at for at, _ in turns], dtype=np.intp)
        return places, {share: values[:, column] for column, share in enumerate(_SHARES)}

    def _fit_both(self, rows: Any, wanted: Any) -> tuple[_Fitted, _Fitted]:
        """All features as they are, and rare ones weighing more; what each says is of one size."""
        plain = self._fit(self.matrix[rows], rows, wanted, self.options.strength)
        weights, bias = self._fit(self.rare[rows], rows, wanted, self.options.rare_strength)
        return plain, (weights * self.rarity, bias)

    def _fit(self, matrix: Any, rows: Any, wanted: Any, strength: float) -> _Fitted:
        from sklearn.linear_model import LogisticRegression

        regression = LogisticRegression(
            C=strength,
            solver="liblinear",
            dual=True,
            tol=1e-2,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the last digits of a weight do not matter
            regression.fit(matrix, wanted, sample_weight=self.weights[rows])
        weights = regression.coef_[0].astype(np.float32)
        size = float(np.std(matrix @ weights)) or 1.0
        return weights / size, float(regression.intercept_[0]) / size


_Fitted = tuple[Any, float]  # weights, bias
# Of what is said with rare features weighing more, in what both say together.
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def _blended(both: tuple[_Fitted, _Fitted], share: float) -> _Fitted:
    (plain, plain_bias), (rare, rare_bias) = both
    return (1 - share) * plain + share * rare, (1 - share) * plain_bias + share * rare_bias


_ENOUGH = 10  # turns that do an act, to tell by which share it is told best


def _best_share(said: Mapping[float, Any], true: Any) -> float:
    """By which the turns that do the act come first; half of each where too few do it."""
    from sklearn.metrics import average_precision_score

    if true.sum() < _ENOUGH or true.all():
        return 0.5
    return max(said, key=lambda share: float(average_precision_score(true, said[share])))


@dataclass(frozen=True, slots=True)
class _Learned:
    weights: Any
    bias: float
    calibrating: Told


_USUAL_SLOPE = 3.0  # of the shipped models, where there are no calls to tell it from


def _calibration(
    learned: Sequence[Told], options: TrainingOptions
) -> tuple[Floats, Floats, Floats]:
    """Slope, offset and what a phrase adds, for each act."""
    fitted = {
        number: _fitted(one)
        for number, one in enumerate(learned)
        if one.true.sum() >= options.min_calibrating
    }
    slope = float(np.median([one[0] for one in fitted.values()])) if fitted else _USUAL_SLOPE
    phrase = float(np.median([one[2] for one in fitted.values()])) if fitted else 2.0
    found = [
        fitted.get(number) or (slope, _offset(one, slope, phrase), phrase)
        for number, one in enumerate(learned)
    ]
    slopes, offsets, phrases = (
        np.array(column, dtype=np.float32) for column in zip(*found, strict=True)
    )
    return slopes, offsets, phrases


def _fitted(one: Told) -> tuple[float, float, float]:
    from sklearn.linear_model import LogisticRegression

    regression = LogisticRegression(C=1.0).fit(np.column_stack([one.odds, one.phrase]), one.true)
    slope, phrase = regression.coef_[0]
    return max(0.1, float(slope)), float(regression.intercept_[0]), max(0.0, float(phrase))


def _offset(one: Told, slope: float, phrase: float) -> float:
    """The offset by which the act is found as often as it is done."""
    if not len(one.true):
        return 0.0
    wanted = float(one.true.sum()) + 0.5
    odds = slope * one.odds + phrase * one.phrase
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
    role = role_of(act)
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
