"""The learned part: how much each feature speaks for each act, in one small file a language.

A file is a NumPy archive (no pickled object in it): `acts`, `numbers` of the features it knows,
their `weights` (features x acts, eight bits each: their squares with the sign kept, times `scales`,
so that small ones are told apart too), `bias`, and the calibration that makes odds of what the
weights say: `slope` and `offset`, and `phrase`, what a phrase of the act's lexicon adds to them.
`agent` and `customer` weigh a turn's own odds and those of the turns around it (acts of that party
x its acts, `context.columns` and 1).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from qa.acts.context import Floats, bounded, columns
from qa.acts.features import Feature
from qa.acts.labels import ACTS, group_of, with_groups
from qa.core.errors import ModelError

FORMAT = 2  # another one when the file's parts, or the features they weigh, change
SHIPPED = Path(__file__).parent / "models"

_ARRAYS = (
    *("numbers", "weights", "scales", "bias", "slope", "offset", "phrase"),
    *("agent", "customer"),
)


@dataclass(frozen=True, slots=True)
class ActModel:
    """`digest` is the sha256 of its file: another model judges otherwise."""

    language: str
    acts: tuple[str, ...]
    numbers: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.int8]
    scales: Floats
    bias: Floats
    slope: Floats
    offset: Floats
    phrase: Floats
    agent: Floats
    customer: Floats
    digest: str = ""

    def groups(self, role: str) -> tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]:
        """What that party may do: act, its column, and its kinds with theirs."""
        return _groups(self.acts, role)

    def acts_of(self) -> dict[str, int]:
        """How many acts each party may do, kinds not counted."""
        return {role: len(self.groups(role)) for role in ACTS}

    def says(self, features: Sequence[Feature]) -> Floats:
        """What the features say for each act, before calibration."""
        rows = self._rows(features)
        known = rows[rows >= 0]
        total = _spread(self.weights[known]).sum(axis=0)
        share = max(1, len(features)) ** -0.5  # a long segment has more features, not more to say
        said: Floats = (self.bias + self.scales * share * total).astype(np.float32)
        return said

    def log_odds(self, said: Floats) -> Floats:
        """Calibrated, for a text in which no phrase of a lexicon was found."""
        odds: Floats = self.slope * said + self.offset
        return odds

    def in_context(self, role: str, odds: Floats, around: Floats) -> Floats:
        """Log odds of what that party may do, from those by the turn's words and what stands around
        it (`context.surroundings`)."""
        weights = self.agent if role == "agent" else self.customer
        weighed: Floats = weights @ np.concatenate([bounded(odds), around, _ONE])
        return weighed

    def for_act(self, features: Sequence[Feature], act: int) -> Floats:
        """How much each feature says for one act."""
        rows = self._rows(features)
        weights = np.where(rows >= 0, _spread(self.weights[rows, act]), 0)
        spoken: Floats = (weights * self.scales[act]).astype(np.float32)
        return spoken

    def _rows(self, features: Sequence[Feature]) -> npt.NDArray[np.intp]:
        """The row of each feature; -1 where it is not known."""
        asked = np.fromiter((one.number for one in features), dtype=np.uint32)
        rows = np.searchsorted(self.numbers, asked)
        rows[rows == len(self.numbers)] = 0
        found: npt.NDArray[np.intp] = np.where(self.numbers[rows] == asked, rows, -1)
        return found


_ONE = np.ones(1, dtype=np.float32)


def packed(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Weights (features x acts) as the file has them, and the scale of each act."""
    most = np.abs(weights).max(axis=0)
    most[most == 0] = 1  # of an act nothing speaks for
    share = np.round(127 * np.sqrt(np.abs(weights) / most))
    return (np.sign(weights) * share).astype(np.int8), (most / 127**2).astype(np.float32)


def _spread(packed: npt.NDArray[np.int8]) -> npt.NDArray[np.int32]:
    wide = packed.astype(np.int32)
    spread: npt.NDArray[np.int32] = wide * np.abs(wide)
    return spread


@lru_cache(maxsize=16)
def _groups(
    acts: tuple[str, ...], role: str
) -> tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]:
    own = with_groups(ACTS[role])
    columns = {act: number for number, act in enumerate(acts) if act in own}
    return tuple(
        (
            group,
            number,
            tuple(
                (act.partition(".")[2], column)
                for act, column in columns.items()
                if act.startswith(f"{group}.")
            ),
        )
        for group, number in columns.items()
        if group_of(group) == group
    )


def load_model(folder: Path, language: str) -> ActModel | None:
    """The model of that language in a folder; None where the folder has none.

    Raises `ModelError` for a file that is no model of this program's.
    """
    path = folder / f"{language}.npz"
    return _loaded(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int) -> ActModel:
    try:
        content = path.read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as data:
            arrays: dict[str, Any] = {name: data[name] for name in data.files}
        if int(arrays.pop("format")) != FORMAT:
            raise ModelError(
                f"{path}: a model of another version of this program; make it again with: qa learn"
            )
        acts = tuple(str(act) for act in arrays.pop("acts"))
        if len(arrays["numbers"]) == 0 or arrays["weights"].shape != (
            len(arrays["numbers"]),
            len(acts),
        ):
            raise ValueError("its parts do not belong together")
        digest = hashlib.sha256(content).hexdigest()
        model = ActModel(language=path.stem, acts=acts, digest=digest, **arrays)
        sizes = model.acts_of()
        for role, number in sizes.items():
            if arrays[role].shape != (number, number + columns(role, sizes) + 1):
                raise ValueError("its parts do not belong together")
        return model
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile, zlib.error) as error:
        raise ModelError(f"{path}: not a model of speech acts ({error})") from error


def save_model(model: ActModel, folder: Path) -> Path:
    """Writes `<folder>/<language>.npz`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{model.language}.npz"
    written = BytesIO()
    np.savez_compressed(
        written,
        format=np.array(FORMAT),
        acts=np.array(model.acts),
        **{name: getattr(model, name) for name in _ARRAYS},
    )
    whole = path.with_suffix(".part")
    whole.write_bytes(written.getvalue())
    whole.replace(path)
    return path
