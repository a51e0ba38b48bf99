"""Lesson 04's scene: a plane in which two networks play against each other. Arrays in, a matplotlib Figure out.

Below everything lies the judge: bands from blue (it says genuine) over white to orange (it says fake), the fake side
striped, a black line where it says one half. Over it lies the forger: the square of its noise, carried into the plane as a
net that is darker where it was pressed together. Real points are hollow circles, made points crosses, and arrows
show the judge's slope, which is all that the forger hears.

A fresh figure with axes takes 150 ms; this one has no axes, and takes a third of it: it is drawn in every step.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox
from PIL import Image

from . import style
from .plane_beside import GREEN_DOT, beside

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..plane_view import PlaneView
