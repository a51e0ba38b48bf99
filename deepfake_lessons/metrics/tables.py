"""Small tables of columns in `.npz` files: read with clear errors, and asked which of their rows are so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np


def arrays(path: Path, names: Sequence[str], what: str) -> dict[str, np.ndarray]:
    """Arrays of a file by name, of any shapes.

    Args:
        path: of the file.
        names: of the arrays.
        what: they are, for the error: "scores".

    Raises:
        ValueError: no such file of arrays, or one is missing.
    """
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
            return {name: file[name] for name in names}
    except (ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile) as why:
        raise ValueError(f"{path.name} holds no {what} ({why}); it must have {', '.join(names)}") from None


def read(path: Path, names: Sequence[str], what: str) -> dict[str, np.ndarray]:
    """Columns of a file, equally long.

    Args, Raises: as in `arrays`; a ValueError, too, where some columns are longer than others.
    """
    columns = arrays(path, names, what)
    lengths = {name: column.shape for name, column in columns.items()}
    if len(set(lengths.values())) != 1 or columns[names[0]].ndim != 1:
        raise ValueError(f"{path.name}: columns must be equally long, they have shapes {lengths}")
    return columns


def where(columns: Mapping[str, np.ndarray], wanted: Mapping[str, Any], what: str) -> np.ndarray:
    """Which rows are so, (N,) bool.

    Args:
        columns: name -> (N,) values; words and whole numbers are compared as they are, others nearly.
        wanted: name -> value; all must hold.
        what: a row is, for the error: "picture".

    Raises:
        ValueError: no such column, or a value that no row has.
    """
    chosen = np.ones(len(next(iter(columns.values()))), bool)
    for name, value in wanted.items():
        if name not in columns:
            raise ValueError(f"no column {name!r}: choose of {', '.join(columns)}")
        column = columns[name]
        here = np.isclose(column, value) if column.dtype.kind == "f" else column == value
        if not np.any(here):
            there = ", ".join(map(str, np.unique(column)))[:200]
            raise ValueError(f"{name}={value!r}: no {what} is so; there are {there}")
        chosen &= here
    return chosen
