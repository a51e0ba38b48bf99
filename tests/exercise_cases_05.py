"""Other right answers and usual wrong ones of lesson 05's exercises; see exercise_cases.py."""

from __future__ import annotations

from exercise_cases import Cases


def _step(body: str) -> str:
    return (
        "def training_step(judge, forger, photographs, generate, teach_judge, teach_forger):\n"
        "    made = generate(forger)\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    )


def _direction(body: str) -> str:
    return f"def latent_direction(latents, has):\n    d = latents[has].mean(axis=0) - latents[~has].mean(axis=0)\n    {body}\n"


def _copies(body: str) -> str:
    return f"def copies(faces, held_out, share):\n    {body}\n"


def _better(body: str) -> str:
    return f"def better(first, second):\n    {body}\n"


CASES: dict[str, Cases] = {
    "5.1": Cases(
        right=[
            _step("judge = teach_judge(judge, photographs, made)\nreturn judge, teach_forger(forger, judge)"),
            _step("new = teach_judge(judge, photographs, made)\nreturn [new, teach_forger(forger, new)]"),
        ],
        wrong=[
            (_step("return teach_judge(judge, photographs, made), teach_forger(forger, judge)"), "judge of before"),
            (
                _step("new = teach_forger(forger, judge)\nreturn teach_judge(judge, photographs, generate(new)), new"),
                "learnt already",
            ),
            (_step("new = teach_judge(judge, photographs, made)\nreturn teach_forger(forger, new), new"), "as a pair"),
            (_step("return teach_judge(judge, photographs, made), forger"), "stayed as it was"),
        ],
    ),
    "5.2": Cases(
        right=[
            _direction("return d / np.sqrt((d ** 2).sum())"),
            "def latent_direction(latents, has):\n    a = np.array([z for z, h in zip(latents, has) if h])\n"
            "    b = np.array([z for z, h in zip(latents, has) if not h])\n"
            "    d = a.mean(axis=0) - b.mean(axis=0)\n    return d / np.linalg.norm(d)\n",
        ],
        wrong=[
            (_direction("return -d / np.linalg.norm(d)"), "away from the attribute"),
            (_direction("return d"), "length should be 1"),
            (_direction("return latents[has].mean(axis=0)"), "take away where"),
            (_direction("return latents[has].sum(axis=0) - latents[~has].sum(axis=0)"), "not the sums"),
        ],
        number=True,
    ),
    "5.3": Cases(
        right=[
            _copies("return faces < np.quantile(held_out, share)"),
            _copies("line = np.percentile(held_out, 100 * share)\n    return [bool(one < line) for one in faces]"),
        ],
        wrong=[
            (_copies("return faces > np.quantile(held_out, share)"), "copies are near"),
            (_copies("return faces < held_out.mean()"), "quite usual"),
            (_copies("return faces < np.quantile(faces, share)"), "faces themselves"),
            (_copies("return int((faces < np.quantile(held_out, share)).sum())"), "not how many"),
        ],
    ),
    "5.4": Cases(
        right=[
            _better('return "first" if first[1] < second[0] else "second" if second[1] < first[0] else "cannot tell"'),
            _better(
                'if max(first[0], second[0]) <= min(first[1], second[1]):\n        return "Cannot tell"\n'
                '    return "first" if first[0] < second[0] else "second"'
            ),
        ],
        wrong=[
            (_better('return "first" if sum(first) < sum(second) else "second"'), "overlap"),
            (
                _better(
                    'return "first" if first[0] > second[1] else "second" if second[0] > first[1] else "cannot tell"'
                ),
                "smaller is better",
            ),
            (_better('return "cannot tell"'), "lies below"),
        ],
    ),
}
