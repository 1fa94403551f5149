"""A model written and read again is the same; what is no model is refused."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from qa.acts.features import features
from qa.acts.model import FORMAT, load_model, save_model
from qa.acts.recogniser import recognised_alone
from qa.core.errors import ModelError
from tests.learning.small_corpus import small_model


def test_there_and_back(tmp_path: Path) -> None:
    made = small_model()
    path = save_model(made, tmp_path / "new")
    read = load_model(tmp_path / "new", "zh")
    assert path.name == "zh.npz"
    assert read is not None
    assert (read.language, read.acts) == ("zh", made.acts)
    for name in (
        "numbers",
        "weights",
        "scales",
        "bias",
        "slope",
        "offset",
        "phrase",
        "agent",
        "customer",
    ):
        assert np.array_equal(getattr(read, name), getattr(made, name)), name
    assert recognised_alone("还有别的事没有", read) == recognised_alone("还有别的事没有", made)


def test_another_model_has_another_digest(tmp_path: Path) -> None:
    save_model(small_model(), tmp_path / "a")
    save_model(replace(small_model(), bias=small_model().bias + 1), tmp_path / "b")
    one, other = load_model(tmp_path / "a", "zh"), load_model(tmp_path / "b", "zh")
    assert one and other
    assert len(one.digest) == 64
    assert one.digest != other.digest


def test_a_folder_may_have_no_model_of_a_language(tmp_path: Path) -> None:
    assert load_model(tmp_path, "zh") is None


def test_what_is_no_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zh.npz").write_bytes(b"not an archive")
    with pytest.raises(ModelError, match=r"zh\.npz: not a model of speech acts"):
        load_model(tmp_path, "zh")


def test_half_a_model_is_refused(tmp_path: Path) -> None:
    whole = save_model(small_model(), tmp_path / "whole").read_bytes()
    (tmp_path / "zh.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError):
        load_model(tmp_path, "zh")


def test_a_model_with_a_part_missing_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "zh.npz", format=np.array(FORMAT), acts=np.array(["trouble"]))
    with pytest.raises(ModelError, match="not a model of speech acts"):
        load_model(tmp_path, "zh")


def test_a_model_of_another_version_is_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "zh.npz", format=np.array(99))
    with pytest.raises(ModelError, match="another version of this program"):
        load_model(tmp_path, "zh")


def test_unknown_features_say_nothing() -> None:
    model = small_model()
    assert np.array_equal(model.says(features("𠀀𠀁", "", "zh")[:0]), model.bias)
