"""Stored tables: the arrays of an `.npz` file, read as they are declared or refused; and which of their rows are so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

Axes = Mapping[str, tuple[int | str, ...]]  # array -> its axes


def read(path: Path, axes: Axes, what: str) -> dict[str, Any]:
    """Arrays of a file, each of the shape that is declared for it.

    Args:
        path: of the file.
        axes: of the arrays; () for a single value. An axis is a length, or a name: axes of one name are as long as
            the first of them, at least 1.
        what: the arrays are, for the error: "scores".

    Raises:
        ValueError: no such file of arrays, one is missing, or a shape does not fit.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            arrays = {name: file[name] for name in axes}
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as why:
        raise ValueError(f"{path.name} holds no {what} ({why}); it must have {', '.join(axes)}") from None
    lengths: dict[int | str, int] = {}
    for name, array in arrays.items():
        lengths = {axis: length for axis, length in zip(axes[name], array.shape, strict=False) if length} | lengths
        wanted = tuple(axis if isinstance(axis, int) else lengths.get(axis, axis) for axis in axes[name])
        if array.shape != wanted:
            raise ValueError(f"{path.name}: {name} has the shape {array.shape}, {wanted} is wanted")
    return arrays


class Rows:
    """For dataclasses of columns, (N,) arrays: how many rows they have, and which are so.

    Attributes:
        row: what a row is, for the error: "picture".
    """

    row = "row"

    def _columns(self) -> dict[str, np.ndarray]:
        return {name: one for name, one in vars(self).items() if isinstance(one, np.ndarray) and one.ndim == 1}

    def __len__(self) -> int:
        return len(next(iter(self._columns().values())))

    def where(self, **wanted: Any) -> np.ndarray:
        """Which rows are so, (N,) bool: `where(pile="exam", seed=1)`. Numbers with a point are compared nearly.

        Raises:
            ValueError: no such column, or a value that no row has.
        """
        columns, chosen = self._columns(), np.ones(len(self), bool)
        for name, value in wanted.items():
            if name not in columns:
                raise ValueError(f"no column {name!r}: choose of {', '.join(columns)}")
            column = columns[name]
            here = np.isclose(column, value) if column.dtype.kind == "f" else column == value
            if not np.any(here):
                there = ", ".join(map(str, np.unique(column)))[:200]
                raise ValueError(f"{name}={value!r}: no {self.row} is so; there are {there}")
            chosen &= here
        return chosen
