"""Lesson 04's scene: a plane in which two networks play against each other. Arrays in, a matplotlib Figure out.

Below everything lies the judge: bands from blue (it says genuine) over white to orange (it says fake), the fake side
striped, a black line where it says one half; the scale follows its answers and stands beside them. Over it lies the
forger: the square of its noise, carried into the plane as a net that is darker where it was pressed together. Real
points are hollow circles, made points crosses, and arrows show the judge's slope, which is all that the forger hears.

A fresh figure with several axes would take 150 ms and more. This one has none; it is drawn at every step.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image

from ..drawing import style
from .side_plots import HEIGHT, REAL, SHADE, Page, arrow, cross, key, net, side

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from .view import PlaneView

SIZE, LEFT, BOTTOM = 500, 34, 30  # of the plane, in page pixels
LEVELS = 20  # bands of the heat map: their edges are lines of equal answers, and one of them is one half
ARROWS, REACH = 26, 44  # how many are drawn; page pixels of the longest
PALE = 0.6  # of white in the strongest shade
SPANS = (0.02, 0.05, 0.1, 0.25, 0.5)  # how far from one half the strongest shades may stand


def scene(view: PlaneView, arrows: bool = True, title: str = "", warped: bool = True, stage: int = 0) -> Figure:
    """The plane with everything on it; beside it a key, the modes found and both losses.

    Args:
        view: what `PlaneGAN.view()` returns.
        arrows: the judge's slope at some of the made points.
        title: words above the plane; default the step.
        warped: the net that the generator makes of the square of noise.
        stage: 1 to 5 shows that part of a step in slow motion: the net and the made points come with part 2, the
            arrows with part 5, and the five parts stand where else the losses are.
    """
    page = Page()
    plane = Affine2D().scale(SIZE / 2).translate(LEFT + SIZE / 2, BOTTOM + SIZE / 2)
    within = Bbox.from_bounds(LEFT, BOTTOM, SIZE, SIZE)
    span = span_of(view.heat)
    page.add(Heat(view.heat, page, (LEFT, BOTTOM, SIZE, SIZE), span))
    border = LineCollection(one_half(view.heat), colors=style.BLACK, linewidths=1.7, label="one half")
    page.add(border, within, plane)
    if warped and stage != 1:
        net(page, np.asarray(view.warped, float), plane, within)
    if stage != 1:
        cross(page, view.made, 5, plane, within)
    look: dict[str, Any] = {"markersize": 5.5, "markerfacecolor": "none", "markeredgewidth": 1.3, "linestyle": "none"}
    page.add(Line2D(*np.asarray(view.real).T, marker="o", color=REAL, label="real", **look), within, plane)
    if arrows and stage in (0, 5):
        starts, moves = chosen_arrows(view.made, view.slopes)
        shapes = [arrow(a, a + move) for a, move in zip(plane.transform(starts), moves, strict=True)]
        for look in ({"edgecolors": "white", "linewidths": 2.2}, {"edgecolors": "none"}):
            page.add(PolyCollection(shapes, facecolors=style.BLACK, label="pushes", **look), within)
    page.add(Still(page))
    x, y, wide, _ = SHADE
    page.text(x + wide, y - 12, f"fake: {0.5 - span:g} … {0.5 + span:g}", style.FONT - 1, ha="center", color=style.GREY)
    page.text(LEFT, HEIGHT - 15, title or f"after step {view.step:,}", style.FONT + 2, weight="bold")
    side(page, view, stage)
    return page.figure


class Heat(Artist):
    """The judge's answers, drawn pixel for pixel at the figure's own size: an eighth of what `imshow` takes.

    Args:
        heat: (G, K) probability of fake; the outermost numbers lie on the edges; row 0 is the top.
        page: where it is drawn.
        box: left, bottom, width, height in page pixels.
        span: the answers one half minus and plus this much get the strongest shades.
    """

    def __init__(self, heat: Any, page: Page, box: tuple[float, float, float, float], span: float = 0.5) -> None:
        super().__init__()
        self.heat, self._page, self._box = 0.5 + (np.asarray(heat, np.float32) - 0.5) * (0.5 / span), page, box

    def draw(self, renderer: Any) -> None:
        scale = self._page.figure.dpi / 100
        left, bottom, width, height = (round(scale * number) for number in self._box)
        shades = heat_picture(self.heat, width, height, max(1, round(scale)))
        pixels = np.dstack([shades, np.full(shades.shape[:2], 255, np.uint8)])
        context = renderer.new_gc()
        renderer.draw_image(context, left, bottom, pixels[::-1])
        context.restore()


class Still(Artist):
    """All that is the same at every step, drawn once for each size and then stamped: words are slow to draw."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page

    def draw(self, renderer: Any) -> None:
        context = renderer.new_gc()
        renderer.draw_image(context, 0, 0, _still(self._page.figure.dpi))
        context.restore()


@lru_cache(maxsize=4)
def _still(dpi: float) -> np.ndarray:
    """The key, the plane's frame and its numbers, (H, W, 4) uint8 from the bottom up; clear where nothing is."""
    page = Page()
    page.figure.set(dpi=dpi, facecolor="none")
    page.add(Rectangle((LEFT, BOTTOM), SIZE, SIZE, facecolor="none", edgecolor=style.GREY, linewidth=1))
    for number in (-1, 0, 1):
        at = SIZE / 2 * (number + 1)
        page.text(LEFT + at, BOTTOM - 13, str(number), style.FONT - 1, ha="center", color=style.GREY)
        page.text(LEFT - 8, BOTTOM + at, str(number), style.FONT - 1, ha="right", color=style.GREY)
    key(page)
    page.add(Heat(np.tile(np.linspace(0, 1, 41), (2, 1)), page, SHADE))
    page.add(Rectangle(SHADE[:2], *SHADE[2:], facecolor="none", edgecolor=style.GREY, linewidth=0.7))
    canvas = FigureCanvasAgg(page.figure)
    canvas.draw()
    return np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[::-1])


def span_of(heat: Any) -> float:
    """The smallest of `SPANS` that holds nearly all answers: two good players leave the judge close to one half."""
    far = np.quantile(np.abs(np.nan_to_num(np.asarray(heat, float), nan=0.5) - 0.5), 0.97)
    return next((span for span in SPANS if span >= far), SPANS[-1])


def heat_picture(heat: Any, width: int = SIZE, height: int = SIZE, thick: int = 1) -> np.ndarray:
    """Answers as a picture (height, width, 3) uint8: pale bands, striped where they say fake.

    Args:
        heat: (G, K) probability of fake, at least 2 x 2; what is not a number counts as one half.
        width, height: pixels.
        thick: how many pixels stand for one of the page.
    """
    grid = 255 * np.clip(np.nan_to_num(np.asarray(heat, np.float32), nan=0.5), 0, 1)
    rows, columns = grid.shape
    box = (0.5, 0.5, columns - 0.5, rows - 0.5)  # from the middle of the first cell to the middle of the last
    smooth = np.asarray(Image.fromarray(grid).resize((width, height), Image.Resampling.BILINEAR, box=box))
    band = np.clip(smooth * (LEVELS / 255), 0, LEVELS - 1).astype(np.uint8)
    down, across = np.ogrid[:height, :width]
    striped = ((down + across) % (13 * thick) < 2 * thick) & (band >= LEVELS // 2)
    return _shades()[band + LEVELS * striped]


@lru_cache(maxsize=1)
def _shades() -> np.ndarray:
    """Colours (2 * LEVELS, 3) from the genuine class's over white to the fake class's; then the same for stripes."""
    at = np.linspace(-1, 1, LEVELS)[:, None]
    ends = (1 - PALE) * np.array([to_rgb(colour) for colour in style.CLASS_COLOURS]) + PALE
    shades = 1 - np.abs(at) * (1 - np.where(at < 0, ends[0], ends[1]))
    return np.rint(255 * np.concatenate([shades, 0.91 * shades])).astype(np.uint8)


def one_half(heat: Any) -> list[np.ndarray]:
    """The lines (K, 2) in the plane along which the judge says one half."""
    from contourpy import contour_generator

    grid = np.nan_to_num(np.asarray(heat, float), nan=0.5)
    places = np.linspace(-1, 1, len(grid))
    return [np.asarray(line) for line in contour_generator(places, places[::-1], grid).lines(0.5)]


def chosen_arrows(made: Any, slopes: Any) -> tuple[np.ndarray, np.ndarray]:
    """Where arrows begin, in the plane, and how far they go, in page pixels; (K, 2) each.

    Args:
        made, slopes: (N, 2) each. The longest of those drawn gets the length `REACH`; one that is a
            quarter as strong is half as long, so that weak ones can be seen.
    """
    places = np.asarray(made, float).reshape(-1, 2)
    some = np.unique(np.linspace(0, len(places) - 1, min(ARROWS, len(places))).round().astype(int))
    pushes = np.nan_to_num(np.asarray(slopes, float).reshape(-1, 2)[some])
    strength = np.hypot(*pushes.T)
    longest = strength.max(initial=0)
    if not longest > 1e-12:
        return np.zeros((0, 2)), np.zeros((0, 2))
    moves = pushes * (REACH / np.sqrt(longest * np.maximum(strength, 1e-12)))[:, None]
    seen = np.hypot(*moves.T) > 6
    return places[some][seen], moves[seen]


def scene_words(view: PlaneView, stage: int = 0) -> str:
    """The scene in words: how far it is, whom the judge believes, how near both kinds of points are, and the losses.

    Args:
        view: as in `scene`.
        stage: as in `scene`.
    """
    share = 100 * float((np.asarray(view.heat) > 0.5).mean())
    said = [f"After step {view.step:,}."]
    if view.modes is not None:
        said.append(f"{view.modes[0]} of {view.modes[1]} modes found.")
    low, high = np.nanmin(view.heat), np.nanmax(view.heat)
    said.append(f"The judge's answers lie between {low:.2f} and {high:.2f}; it says fake on {share:.0f} % of the plane")
    made, real = np.asarray(view.made, float).reshape(-1, 2), np.asarray(view.real, float)
    if len(made) and stage != 1:
        apart = np.linalg.norm(made[:, None] - real[None], axis=2)
        outside = int((np.abs(made) > 1).any(axis=1).sum())
        said[-1] += f" and takes {100 * view.believed:.0f} % of the made points for genuine."
        said.append(
            f"A made point is {apart.min(axis=1).mean():.2f} from the nearest real one on average, a real point "
            f"{apart.min(axis=0).mean():.2f} from the nearest made one; the plane is 2 wide."
        )
        if outside:
            said.append(f"{outside} made points lie outside the picture.")
        if stage in (0, 5) and len(view.slopes) == len(made):
            nearest = real[apart.argmin(axis=1)]
            towards = ((nearest - made) * np.asarray(view.slopes)).sum(axis=1) > 0
            said.append(f"{100 * towards.mean():.0f} % of the pushes lead towards the nearest real point.")
    else:
        said[-1] += "."
    now = [f"{name} {values[-1]:.2f}" for name, values in view.losses.items() if values]
    return " ".join([*said, f"Losses now: {', '.join(now)}." if now else "Nothing has been learnt yet."])
