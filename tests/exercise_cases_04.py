"""Other right answers and usual wrong ones of lesson 04's exercises; see exercise_cases.py."""

from __future__ import annotations

from exercise_cases import Cases

_D = "def d_loss(real, made):\n    return -np.mean(np.log(1 - real)) - np.mean(np.log(made))\n"
_G = "def g_loss(made):\n    return -np.mean(np.log(1 - made))\n"


def _moved(body: str) -> str:
    return f"def judge_moved(before, after, trainable):\n    {body}\n"


def _modes(body: str) -> str:
    return (
        "def count_modes(points, modes, reach, least):\n"
        "    far = np.linalg.norm(points[:, None] - modes[None], axis=2)\n"
        f"    {body}\n"
    )


CASES: dict[str, Cases] = {
    "4.1": Cases(
        right=['step_order = ("C", "A", "E", "B", "D")\n', 'step_order = [x for x in "caebd"]\n'],
        wrong=[
            ('step_order = ["A", "C", "E", "B", "D"]\n', "Without noise"),
            ('step_order = ["C", "E", "A", "B", "D"]\n', "points that have been made"),
            ('step_order = ["C", "A", "E", "D", "B"]\n', "the judge learns first"),
            ('step_order = ["C", "A", "B", "E", "D"]\n', "only after it has judged"),
            ('step_order = ["C", "A", "E", "B"]\n', "five letters"),
        ],
    ),
    "4.2": Cases(
        right=[
            "def d_loss(real, made):\n    return np.mean(-np.log(1 - real) - np.log(made))\n" + _G,
            "import math\ndef d_loss(real, made):\n    total = sum(-math.log(1 - p) for p in real) / len(real)\n"
            "    return total + sum(-math.log(p) for p in made) / len(made)\n" + _G,
        ],
        wrong=[
            ("def d_loss(real, made):\n    return -np.log(real).mean() - np.log(1 - made).mean()\n" + _G, "fake is 1"),
            ("def d_loss(real, made):\n    return -np.log(made).mean()\n" + _G, "genuine ones are missing"),
            ("def d_loss(real, made):\n    return -np.log(1 - real).sum() - np.log(made).sum()\n" + _G, "not the sum"),
            (_D + "def g_loss(made):\n    return -np.log(made).mean()\n", "wants the opposite"),
            (_D + "def g_loss(made):\n    return np.log(made).mean()\n", "first loss of 2014"),
        ],
        number=True,
    ),
    "4.3": Cases(
        right=[
            _moved("return any((a != b).any() for a, b, t in zip(before, after, trainable) if t)"),
            _moved(
                "for a, b, t in zip(before, after, trainable):\n        if t and not np.array_equal(a, b):\n"
                "            return True\n    return False"
            ),
        ],
        wrong=[
            (_moved("return any((a != b).any() for a, b in zip(before, after))"), "not trainable"),
            (_moved("return (before[0] != after[0]).any()"), "look at every array"),
            (
                _moved(
                    "return not all(np.allclose(a, b, atol=1e-4) for a, b, t in zip(before, after, trainable) if t)"
                ),
                "millionth",
            ),
            (_moved("return all((a == b).all() for a, b, t in zip(before, after, trainable) if t)"), "Nothing moved"),
            (
                _moved("return any((b - a).sum() > 0 for a, b, t in zip(before, after, trainable) if t)"),
                "either direction",
            ),
        ],
    ),
    "4.4": Cases(
        right=[
            _modes("return int(((far < reach).mean(axis=0) >= least).sum())"),
            _modes("return sum(1 for k in range(len(modes)) if np.mean(far[:, k] < reach) >= least)"),
        ],
        wrong=[
            (_modes("return int((far < reach).any(axis=0).sum())"), "One single point"),
            (_modes("return len(modes)"), "how many modes there are"),
            (_modes("return int((far < reach).sum())"), "counts points"),
            (_modes("return len(np.unique(far.argmin(axis=1)))"), "nearest mode"),
        ],
    ),
    "4.5": Cases(
        right=[
            "def pair_loss(real_logits, made_logits):\n    return np.log1p(np.exp(real_logits - made_logits)).mean()\n",
            "def pair_loss(real_logits, made_logits):\n    p = 1 / (1 + np.exp(-(made_logits - real_logits)))\n"
            "    return -np.mean(np.log(p))\n",
        ],
        wrong=[
            (
                "def pair_loss(real_logits, made_logits):\n    return np.log1p(np.exp(made_logits - real_logits)).mean()\n",
                "forger's",
            ),
            (
                "def pair_loss(real_logits, made_logits):\n"
                "    return np.log1p(np.exp(real_logits)).mean() + np.log1p(np.exp(-made_logits)).mean()\n",
                "by itself",
            ),
            (
                "def pair_loss(real_logits, made_logits):\n    return np.log1p(np.exp(real_logits - made_logits)).sum()\n",
                "not the sum",
            ),
            (
                "def pair_loss(real_logits, made_logits):\n    return (1 / (1 + np.exp(real_logits - made_logits))).mean()\n",
                "minus its logarithm",
            ),
        ],
        number=True,
    ),
}
