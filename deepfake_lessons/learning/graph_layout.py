"""Where the boxes and arrows of a drawn calculation go: columns by depth, rows by use, no line through a box."""

from __future__ import annotations

from typing import Any

BOX_W, BOX_H = 0.94, 0.64  # inches: three lines of small text
_GAP_Y, _LANE = 0.34, 0.3  # between boxes of a column; room for an arrow that passes by
_WIDEST, _GAPS = 9.0, (0.26, 0.5)  # inches a figure should keep to; least and largest gap between columns
_MARGIN, _TOP = 0.1, 0.28

Point = tuple[float, float]
Edge = tuple[Any, Any]


def place(nodes: dict[Any, list[Any]]) -> tuple[dict[Any, Point], dict[Edge, list[Point]], Point]:
    """Lay a graph out from left to right.

    Args:
        nodes: node -> the nodes it was made from; inputs come before what is made from them.

    Returns:
        (node -> lower left corner of its box, (input, node) -> points of the arrow, (width, height)); all in inches.
    """
    column = _columns(nodes)
    # An arrow over several columns gets a lane in each column that it crosses, as if a small box stood there.
    lanes = {
        (start, end): [(start, end, at) for at in range(column[start] + 1, column[end])]
        for end, starts in nodes.items()
        for start in dict.fromkeys(starts)
    }
    height_of: dict[Any, float] = dict.fromkeys(nodes, BOX_H)
    where: dict[Any, int] = dict(column)
    leads_to: dict[Any, list[Any]] = {node: [] for node in nodes}
    for (start, end), chain in lanes.items():
        for item, following in zip([start, *chain], [*chain, end], strict=True):
            leads_to.setdefault(item, []).append(following)
        for lane in chain:
            height_of[lane], where[lane] = _LANE, lane[2]
    middle = _rows(where, height_of, leads_to, leaves={node for node, inputs in nodes.items() if not inputs})
    count = max(column.values()) + 1
    gap = min(max((_WIDEST - 2 * _MARGIN - count * BOX_W) / max(count - 1, 1), _GAPS[0]), _GAPS[1])
    low = max(middle[item] + height_of[item] / 2 for item in middle)
    width, height = 2 * _MARGIN + count * BOX_W + (count - 1) * gap, low + _TOP + _MARGIN
    left = {item: _MARGIN + where[item] * (BOX_W + gap) for item in where}
    level = {item: height - _TOP - middle[item] for item in middle}
    last = {end: [(lanes[start, end] or [start])[-1] for start in dict.fromkeys(nodes[end])] for end in nodes}
    paths = {}
    for (start, end), chain in lanes.items():
        ends_at = level[end]
        if len(arriving := last[end]) == 2:  # two arrows end a little apart, the upper one above
            ends_at += 0.14 if middle[(chain or [start])[-1]] == min(middle[item] for item in arriving) else -0.14
        path = [(left[start] + BOX_W, level[start])]
        for lane in chain:
            path += [(left[lane], level[lane]), (left[lane] + BOX_W, level[lane])]
        paths[start, end] = [*path, (left[end], ends_at)]
    return {node: (left[node], level[node] - BOX_H / 2) for node in nodes}, paths, (width, height)


def _columns(nodes: dict[Any, list[Any]]) -> dict[Any, int]:
    """An operation stands right of its inputs, a leaf directly left of the first operation that uses it."""
    column: dict[Any, int] = {}
    for node, inputs in nodes.items():
        column[node] = 1 + max((column[one] for one in inputs), default=-1)
    for node, inputs in nodes.items():
        if not inputs:
            column[node] = min((column[user] for user in nodes if node in nodes[user]), default=1) - 1
    return column


def _rows(
    where: dict[Any, int], height_of: dict[Any, float], leads_to: dict[Any, list[Any]], leaves: set[Any]
) -> dict[Any, float]:
    """Inches from the top to the middle of every item: level with what it leads to, as far as its neighbours let it."""
    middle: dict[Any, float] = {}
    for at in range(max(where.values()), -1, -1):
        items = [item for item in where if where[item] == at]
        wish = {item: sum(middle[end] for end in leads_to[item]) / max(len(leads_to[item]), 1) for item in items}
        taken = -_GAP_Y
        for item in sorted(items, key=lambda item: (wish[item], item in leaves)):  # the chain straight, leaves below it
            half = height_of[item] / 2
            middle[item] = max(wish[item], taken + _GAP_Y + half)
            taken = middle[item] + half
    return middle
