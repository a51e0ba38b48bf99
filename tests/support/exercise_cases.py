"""Every exercise's other right answers and usual wrong ones, each wrong one with words of the hint meant for it.

The stub comes from the learner's notebook and the reference from solutions.json; test_exercises.py runs them all, in
the notebook's check and through the grader.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Cases:
    """`right`: sources of two or more other right answers. `wrong`: (source, words of its hint), three or more."""

    right: list[str]
    wrong: list[tuple[str, str]]
    number: bool = field(default=False)  # the answer is a number or array: list, tuple, float32 and 0-d are tried too


_TANH = "def tanh_backward(a, upstream):\n    return upstream * (1 - np.tanh(a) ** 2)\n"
_MULTIPLY = "def multiply_backward(a, b, upstream):\n    return upstream * b, upstream * a\n"
_LAZY = "def lazy_accuracy(truth):\n    return (np.asarray(truth) == 0).mean()\n"
_SAYS = "def says_true(probability):\n    return probability <= 0.5\n"
_FACTOR = "def factor_per_step(learning_rate, curvature):\n    return 1 - learning_rate * curvature\n"
_BLOW_UP = "def blow_up_rate(curvature):\n    return 2 / curvature\n"


def _step(body: str) -> str:
    return (
        "def training_step(weights, bias, pictures, truth, learning_rate):\n"
        "    p = 1 / (1 + np.exp(-(pictures @ weights + bias)))\n"
        f"    n = len(truth)\n    {body}\n"
    )


def _kinds(**changed: str) -> str:
    right = {"A": "dubbing", "B": "whole face", "C": "no deepfake", "D": "swap", "E": "reenactment", "F": "no deepfake"}
    return f"kind_of = {right | changed}\n"


_BALANCE = "def balance(left, right):\n    return np.log(right / left)\n"
_SHADOW = "def shadow_score(cheeks, temples, chin):\n    return abs(cheeks - 0.7 * temples - 0.2 * chin)\n"


def _lag(body: str) -> str:
    return (
        "def lip_lag(mouth, sound, most):\n    gone = {}\n    n = len(mouth)\n    for lag in range(-most, most + 1):\n"
        "        a, b = mouth[max(0, lag):n + min(0, lag)], sound[max(0, -lag):n + min(0, -lag)]\n"
        f"        gone[lag] = np.corrcoef(a, b)[0, 1]\n    {body}\n"
    )


def _chance(body: str) -> str:
    return (
        "import math\ndef chance_of_so_few(count, seconds, rate):\n    mean = rate * seconds / 60\n"
        f"    terms = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1)]\n    {body}\n"
    )


def _flicker(body: str) -> str:
    return (
        "def flicker(light):\n    track = np.log(light)\n    one = np.mean((track[1:] - track[:-1]) ** 2)\n"
        f"    two = np.mean((track[2:] - track[:-2]) ** 2)\n    {body}\n"
    )


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


def _wire(body: str) -> str:
    return f"def wire(face, encoder, decoder_a, decoder_b, to):\n    {body}\n"


def _region(body: str) -> str:
    return f"def region_error(swapped, ideal, top, bottom, left, right):\n    {body}\n"


def _mix(body: str) -> str:
    return f"def best_mix(shares, error_with, error_without, worn):\n    {body}\n"


def _mouths(body: str) -> str:
    return f"def nearest_mouths(wanted, available):\n    {body}\n"


def _step_of_05(body: str) -> str:
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


def _line(body: str, promise: str = "return dl.metrics.Rate(accused, genuine).high <= most") -> str:
    return (
        "def threshold_for(genuine, most):\n    falling = sorted(genuine, reverse=True)\n"
        f"    allowed = int(most * len(genuine))\n    {body}\n"
        f"def may_promise(accused, genuine, most):\n    {promise}\n"
    )


def _stays(**changed: str) -> str:
    right = {
        "when_the_mix_changes": '["AUC", "pair"]',
        "when_the_threshold_moves": '["AUC"]',
        "when_scores_are_squared": '["AUC"]',
        "when_both_are_squared": '["accuracy", "precision", "AUC", "pair"]',
    }
    return "".join(f"{name} = {value}\n" for name, value in (right | changed).items())


def _area(body: str) -> str:
    return (
        "def auc_from_ranks(scores, labels):\n    fake, genuine = scores[labels == 1][:, None], scores[labels == 0]\n"
        f"    F, G = fake.size, genuine.size\n    {body}\n"
    )


def _study(body: str) -> str:
    return (
        "def may_study(actor, face, source, exam):\n    bodies, faces, shots = actor[exam], face[exam], source[exam]\n"
        "    people = np.concatenate([bodies, faces])\n    people, known = people[people >= 0], shots[shots >= 0]\n"
        f"    itself = np.isin(np.arange(len(actor)), exam)\n    {body}\n"
    )


def _cheat(
    people: str = "np.isin(r['exam_person'], r['study_person']).any()",
    archive: str = "not of[0] & of[1]",
    chosen: str = "r['tries'] > 1 and r['chosen_on'] == 'exam'",
) -> str:
    return (
        "def cheating(r):\n    label, archive = r['exam_label'], r['exam_archive']\n"
        "    of = [set(archive[label == kind].tolist()) for kind in (0, 1)]\n"
        f"    if {people}:\n        return 'people'\n    if {archive}:\n        return 'archive'\n"
        f"    if {chosen}:\n        return 'chosen'\n    return 'fair'\n"
    )


def _evidence(body: str) -> str:
    return f"def evidence_in(heat, regions):\n    {body}\n"


def _early(
    against: str = "not better", stop: str = "waited == patience", give: str = "best, last", **changed: str
) -> str:
    better, otherwise = changed.get("better", "surprise[last] < surprise[best]"), changed.get("otherwise", "0")
    return (
        "def stop_early(surprise, patience):\n    best = waited = 0\n    for last in range(1, len(surprise)):\n"
        f"        better = {better}\n        best = last if better else best\n"
        f"        waited = waited + 1 if {against} else {otherwise}\n        if {stop}:\n            break\n"
        f"    return {give}\n"
    )


CASES = {
    "1.2": Cases(
        right=[
            "def how_many(counts, error_own, error_new, limit):\n    for count, error in zip(counts, error_new):\n        if error < limit:\n            return int(count)\n",
            "def how_many(counts, error_own, error_new, limit):\n    return min(np.asarray(counts)[np.asarray(error_new) < limit])\n",
        ],
        wrong=[
            (
                "def how_many(counts, error_own, error_new, limit):\n    return counts[np.argmax(error_own < limit)]\n",
                "by heart",
            ),
            (
                "def how_many(counts, error_own, error_new, limit):\n    return int(np.argmax(error_new < limit))\n",
                "place",
            ),
            (
                "def how_many(counts, error_own, error_new, limit):\n    return counts[error_new > limit][-1]\n",
                "one step further",
            ),
            ("def how_many(counts, error_own, error_new, limit):\n    return counts[error_new < limit][-1]\n", "fewer"),
            (
                "def how_many(counts, error_own, error_new, limit):\n    return error_new[error_new < limit][0]\n",
                "how many photographs",
            ),
        ],
        number=True,
    ),
    "1.3": Cases(
        right=[
            _kinds(),
            "names = ['Dubbing', 'Whole Face', 'no deepfake', 'SWAP', 'reenactment', 'no deepfake']\nkind_of = dict(zip('ABCDEF', names))\n",
        ],
        wrong=[
            (_kinds(C="swap"), "Scissors"),
            (_kinds(F="whole face"), "every pixel"),
            (_kinds(A="reenactment"), "mouth"),
            (_kinds(D="reenactment"), "shoulders"),
            ("kind_of = {'A': 'dubbing'}\n", "case B too"),
        ],
    ),
    "1.1": Cases(
        right=[
            "def draw(average, components, numbers):\n    return average + components.T @ numbers\n",
            "def draw(average, components, numbers):\n    face = np.array(average, dtype=float)\n    for number, component in zip(numbers, components):\n        face += number * component\n    return face\n",
        ],
        wrong=[
            ("def draw(average, components, numbers):\n    return numbers @ components\n", "average is missing"),
            (
                "def draw(average, components, numbers):\n    return average + components.sum(axis=0)\n",
                "as its number says",
            ),
            ("def draw(average, components, numbers):\n    return average - numbers @ components\n", "not taken away"),
            ("def draw(average, components, numbers):\n    return average\n", "change nothing"),
        ],
        number=True,
    ),
    "1.4": Cases(
        right=[
            "def numbers_of(average, components, picture):\n    return (picture - average) @ components.T\n",
            "def numbers_of(average, components, picture):\n    return [float(np.sum(one * (picture - average))) for one in components]\n",
        ],
        wrong=[
            ("def numbers_of(average, components, picture):\n    return components @ picture\n", "average away"),
            (
                "def numbers_of(average, components, picture):\n    return components @ (average - picture)\n",
                "other way round",
            ),
            ("def numbers_of(average, components, picture):\n    return picture - average\n", "one per component"),
        ],
        number=True,
    ),
    "2.1": Cases(
        right=[
            "def multiply_backward(a, b, upstream):\n    return [upstream * b, upstream * a]\n" + _TANH,
            "import math\n" + _MULTIPLY + "def tanh_backward(a, upstream):\n    return upstream / math.cosh(a) ** 2\n",
            "def multiply_backward(a, b, upstream):\n    x, y = dl.Value(a), dl.Value(b)\n    (x * y * upstream).backward()\n    return x.grad, y.grad\n"
            "def tanh_backward(a, upstream):\n    x = dl.Value(a)\n    (x.tanh() * upstream).backward()\n    return x.grad\n",
        ],
        wrong=[
            ("def multiply_backward(a, b, upstream):\n    return upstream * a, upstream * b\n" + _TANH, "other factor"),
            ("def multiply_backward(a, b, upstream):\n    return b, a\n" + _TANH, "upstream"),
            (_MULTIPLY + "def tanh_backward(a, upstream):\n    return 1 - np.tanh(a) ** 2\n", "upstream"),
            (_MULTIPLY + "def tanh_backward(a, upstream):\n    return upstream * (1 - a ** 2)\n", "tanh(a), not a"),
            (_MULTIPLY + "def tanh_backward(a, upstream):\n    return upstream * (1 - np.tanh(a))\n", "square"),
        ],
        number=True,
    ),
    "2.2": Cases(
        right=[
            "def one_step(weights, slopes, learning_rate):\n    return [w - learning_rate * s for w, s in zip(weights, slopes)]\n",
            "def one_step(weights, slopes, learning_rate):\n    new = weights.copy()\n    new -= slopes * learning_rate\n    return new\n",
        ],
        wrong=[
            ("def one_step(weights, slopes, learning_rate):\n    return weights + learning_rate * slopes\n", "against"),
            ("def one_step(weights, slopes, learning_rate):\n    return weights - slopes\n", "learning rate"),
            ("def one_step(weights, slopes, learning_rate):\n    return -learning_rate * slopes\n", "the change"),
            (
                "def one_step(weights, slopes, learning_rate):\n    weights -= learning_rate * slopes\n    return weights\n",
                "changed",
            ),
        ],
        number=True,
    ),
    "2.3": Cases(
        right=[
            "def slope_of_shared(a, b, x):\n    return a * b + 2 * a * x\n",
            "def slope_of_shared(a, b, x):\n    v = dl.Value(x)\n    ((a * v) * (b + v)).backward()\n    return v.grad\n",
        ],
        wrong=[
            ("def slope_of_shared(a, b, x):\n    return a * (b + x)\n", "other path"),
            ("def slope_of_shared(a, b, x):\n    return a * x\n", "other path"),
            ("def slope_of_shared(a, b, x):\n    return a * (b + x) * a * x\n", "add"),
        ],
        number=True,
    ),
    "2.4": Cases(
        right=[
            "def mean_slope(weight, x, target):\n    return sum(2 * (weight * a - t) * a for a, t in zip(x, target)) / len(x)\n",
            "def mean_slope(weight, x, target):\n    return 2 * np.dot(weight * x - target, x) / x.size\n",
        ],
        wrong=[
            ("def mean_slope(weight, x, target):\n    return np.sum(2 * (weight * x - target) * x)\n", "mean"),
            ("def mean_slope(weight, x, target):\n    return np.mean((weight * x - target) * x)\n", "2"),
            ("def mean_slope(weight, x, target):\n    return np.mean(2 * (weight * x - target))\n", "times x"),
            ("def mean_slope(weight, x, target):\n    return np.mean(2 * (target - weight * x) * x)\n", "sign"),
        ],
        number=True,
    ),
    "2.5": Cases(
        right=[
            "def factor_per_step(learning_rate, curvature):\n    w = 5.0\n    return (w - learning_rate * curvature * w) / w\n"
            + _BLOW_UP,
            "def factor_per_step(learning_rate, curvature):\n    return -(learning_rate * curvature - 1)\ndef blow_up_rate(curvature):\n    return 2.0 * curvature ** -1\n",
        ],
        wrong=[
            (
                "def factor_per_step(learning_rate, curvature):\n    return learning_rate * curvature\n" + _BLOW_UP,
                "taken away",
            ),
            ("def factor_per_step(learning_rate, curvature):\n    return 1 - learning_rate\n" + _BLOW_UP, "curvature"),
            (_FACTOR + "def blow_up_rate(curvature):\n    return 1 / curvature\n", "bottom in one step"),
            (_FACTOR + "def blow_up_rate(curvature):\n    return curvature / 2\n", "upside down"),
        ],
        number=True,
    ),
    "3.1": Cases(
        right=[
            "def cross_entropy(probability, truth):\n    return -np.mean(truth * np.log(probability) + (1 - truth) * np.log(1 - probability))\n",
            "import math\ndef cross_entropy(probability, truth):\n    total = 0.0\n    for p, t in zip(probability, truth):\n        total -= math.log(p if t else 1 - p)\n    return total / len(truth)\n",
        ],
        wrong=[
            (
                "def cross_entropy(probability, truth):\n    return -np.log(np.where(truth == 1, probability, 1 - probability)).sum()\n",
                "mean",
            ),
            ("def cross_entropy(probability, truth):\n    return -np.log(probability).mean()\n", "genuine"),
            (
                "def cross_entropy(probability, truth):\n    return np.log(np.where(truth == 1, probability, 1 - probability)).mean()\n",
                "minus",
            ),
            ("def cross_entropy(probability, truth):\n    return np.mean((probability - truth) ** 2)\n", "logarithm"),
            (
                "def cross_entropy(probability, truth):\n    return -np.log2(np.where(truth == 1, probability, 1 - probability)).mean()\n",
                "natural",
            ),
        ],
        number=True,
    ),
    "3.2": Cases(
        right=[
            "def says_true(probability):\n    return [not p > 0.5 for p in probability]\n"
            + "def lazy_accuracy(truth):\n    return 1 - sum(truth) / len(truth)\n",
            "def says_true(probability):\n    return ~(np.asarray(probability) > 0.5)\ndef lazy_accuracy(truth):\n    return np.float32(np.mean(np.asarray(truth) != 1))\n",
        ],
        wrong=[
            ("def says_true(probability):\n    return probability > 0.5\n" + _LAZY, "fake"),
            ("def says_true(probability):\n    return probability < 0.5\n" + _LAZY, "exactly one half"),
            (_SAYS + "def lazy_accuracy(truth):\n    return np.mean(truth)\n", "share of fakes"),
            (_SAYS + "def lazy_accuracy(truth):\n    return 0.5\n", "as many"),
        ],
    ),
    "3.3": Cases(
        right=[
            _step(
                "return [weights - learning_rate * (pictures * ((p - truth) / n)[:, None]).sum(axis=0), bias - learning_rate * np.mean(p - truth)]"
            ),
            "def training_step(weights, bias, pictures, truth, learning_rate):\n    w, b = dl.Tensor(weights), dl.Tensor(bias)\n    p = (pictures @ w.reshape(-1, 1) + b).sigmoid().reshape(-1)\n"
            "    (-(truth * p.log() + (1 - truth) * (1 - p).log()).mean()).backward()\n    return weights - learning_rate * w.grad, float(bias - learning_rate * b.grad)\n",
        ],
        wrong=[
            (
                _step(
                    "return weights + learning_rate * pictures.T @ (p - truth) / n, bias + learning_rate * (p - truth).mean()"
                ),
                "against",
            ),
            (
                _step(
                    "return weights - learning_rate * pictures.T @ (p - truth), bias - learning_rate * (p - truth).sum()"
                ),
                "mean",
            ),
            (_step("return weights - learning_rate * pictures.T @ (p - truth) / n, bias"), "bias"),
            (_step("return pictures.T @ (p - truth) / n, (p - truth).mean()"), "slopes"),
        ],
    ),
    "3.4": Cases(
        right=[
            "def where_to_stop(study_loss, mock_loss):\n    return list(mock_loss).index(min(mock_loss))\n",
            "def where_to_stop(study_loss, mock_loss):\n    return np.argmin(np.asarray(mock_loss))\n",
        ],
        wrong=[
            ("def where_to_stop(study_loss, mock_loss):\n    return int(np.argmin(study_loss))\n", "mock exam"),
            ("def where_to_stop(study_loss, mock_loss):\n    return float(np.min(mock_loss))\n", "at which step"),
            ("def where_to_stop(study_loss, mock_loss):\n    return int(np.argmin(mock_loss)) + 1\n", "from 0"),
            (
                "def where_to_stop(study_loss, mock_loss):\n    return int(np.argmin(np.abs(mock_loss - study_loss)))\n",
                "gap",
            ),
        ],
        number=True,
    ),
    "3.5": Cases(
        right=[
            "def peeked(report):\n    return any(report[key] == 'exam' for key in ('weights', 'steps', 'threshold')) or report['openings'] != 1\n",
            "def peeked(report):\n    uses = sum(value == 'exam' for value in report.values())\n    return uses > 1 or report['openings'] > 1\n",
        ],
        wrong=[
            ("def peeked(report):\n    return 'exam' in report.values()\n", "score may"),
            (
                "def peeked(report):\n    return 'exam' in [report['weights'], report['steps'], report['threshold']]\n",
                "openings",
            ),
            ("def peeked(report):\n    return report['openings'] > 1\n", "choice"),
            ("def peeked(report):\n    return report['steps'] == 'exam' or report['openings'] > 1\n", "threshold"),
        ],
    ),
    "7.1": Cases(
        right=[
            "def seam_ratio(line):\n    first = line[1:] - line[:-1]\n    return np.abs(first[1:] - first[:-1]).sum() / np.abs(first).sum()\n",
            "def seam_ratio(line):\n    steps = [b - a for a, b in zip(line, line[1:])]\n    return sum(abs(b - a) for a, b in zip(steps, steps[1:])) / sum(map(abs, steps))\n",
        ],
        wrong=[
            (
                "def seam_ratio(line):\n    return np.abs(np.diff(line)).sum() / np.abs(np.diff(line, 2)).sum()\n",
                "upside down",
            ),
            ("def seam_ratio(line):\n    return np.diff(line, 2).sum() / np.diff(line).sum()\n", "cancel"),
            (
                "def seam_ratio(line):\n    return np.abs(np.diff(line, 2)).mean() / np.abs(np.diff(line)).mean()\n",
                "means",
            ),
            (
                "def seam_ratio(line):\n    return (np.diff(line, 2) ** 2).sum() / (np.diff(line) ** 2).sum()\n",
                "squares",
            ),
            ("def seam_ratio(line):\n    return np.abs(np.diff(line, 2)).sum()\n", "twice as high"),
        ],
        number=True,
    ),
    "7.2": Cases(
        right=[
            "import math\ndef balance(left, right):\n    return math.log(right) - math.log(left)\n" + _SHADOW,
            _BALANCE
            + "def shadow_score(cheeks, temples, chin):\n    return np.abs(0.7 * temples + 0.2 * chin - cheeks)\n",
        ],
        wrong=[
            ("def balance(left, right):\n    return np.log(left / right)\n" + _SHADOW, "right / left"),
            ("def balance(left, right):\n    return right / left\n" + _SHADOW, "logarithm"),
            (_BALANCE + "def shadow_score(cheeks, temples, chin):\n    return abs(cheeks - temples - chin)\n", "share"),
            (_BALANCE + "def shadow_score(cheeks, temples, chin):\n    return abs(cheeks - 0.7 * temples)\n", "chin"),
        ],
        number=True,
    ),
    "7.3": Cases(
        right=[
            _lag("return max(gone, key=gone.get)"),
            _lag("return np.array(list(gone))[np.argmax(list(gone.values()))]"),
        ],
        wrong=[
            (_lag("return -max(gone, key=gone.get)"), "other way"),
            (_lag("return max(gone.values())"), "at which lag"),
            (_lag("return int(np.argmax(list(gone.values())))"), "the lag itself"),
            (_lag("return max(range(most + 1), key=lambda lag: gone[lag])"), "begin at -most"),
            (_lag("return min(gone, key=gone.get)"), "lowest"),
        ],
        number=True,
    ),
    "7.4": Cases(
        right=[
            _chance("return sum(terms)"),
            "def chance_of_so_few(count, seconds, rate):\n    mean, term, total = rate * seconds / 60, 1.0, 0.0\n"
            "    for k in range(count + 1):\n        total += term\n        term *= mean / (k + 1)\n    return total * np.exp(-mean)\n",
        ],
        wrong=[
            (_chance("return terms[-1]"), "exactly"),
            (_chance("return sum(terms[:-1]) if count else sum(terms)"), "leaves out the count"),
            (_chance("return 1 - sum(terms)"), "more than that"),
            (
                _chance(
                    "mean = rate * seconds\n    return sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))"
                ),
                "divide by 60",
            ),
            (_chance("return sum(math.exp(-mean) * mean**k for k in range(count + 1))"), "factorial"),
        ],
        number=True,
    ),
    "7.5": Cases(
        right=[
            _flicker("return np.sqrt(max(two - 1.5 * one, 0))"),
            _flicker("return (two - 1.5 * one) ** 0.5 if two > 1.5 * one else 0.0"),
        ],
        wrong=[
            (_flicker("return np.sqrt(two)"), "noise included"),
            (_flicker("return max(two - 1.5 * one, 0)"), "its root"),
            (_flicker("return np.sqrt(one)"), "one step"),
            (_flicker("return np.sqrt(max(two - one, 0))"), "1.5 times"),
            (
                "def flicker(light):\n    one, two = (np.mean((light[k:] - light[:-k]) ** 2) for k in (1, 2))\n"
                "    return np.sqrt(max(two - 1.5 * one, 0))\n",
                "logarithm",
            ),
        ],
        number=True,
    ),
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
    "5.1": Cases(
        right=[
            _step_of_05("judge = teach_judge(judge, photographs, made)\nreturn judge, teach_forger(forger, judge)"),
            _step_of_05("new = teach_judge(judge, photographs, made)\nreturn [new, teach_forger(forger, new)]"),
        ],
        wrong=[
            (
                _step_of_05("return teach_judge(judge, photographs, made), teach_forger(forger, judge)"),
                "judge of before",
            ),
            (
                _step_of_05(
                    "new = teach_forger(forger, judge)\nreturn teach_judge(judge, photographs, generate(new)), new"
                ),
                "learnt already",
            ),
            (
                _step_of_05("new = teach_judge(judge, photographs, made)\nreturn teach_forger(forger, new), new"),
                "as a pair",
            ),
            (_step_of_05("return teach_judge(judge, photographs, made), forger"), "stayed as it was"),
        ],
    ),
    "5.3": Cases(
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
    "5.4": Cases(
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
    "5.2": Cases(
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
    "6.1": Cases(
        right=[
            _wire("return {'a': decoder_a, 'b': decoder_b}[to](encoder(face))"),
            _wire(
                "code = encoder(face)\n    if to == 'a':\n        return decoder_a(code)\n    return decoder_b(code)"
            ),
        ],
        wrong=[
            (_wire("return decoder_a(encoder(face)) if to == 'b' else decoder_b(encoder(face))"), "other decoder"),
            (_wire("return decoder_b(encoder(face))"), "other decoder"),
            (_wire("return decoder_b(face) if to == 'b' else decoder_a(face)"), "got the face itself"),
            (_wire("return encoder(face)"), "encoder's numbers"),
        ],
    ),
    "6.2": Cases(
        right=[
            _region(
                "box = slice(top, bottom), slice(left, right)\n    return np.mean(np.abs(swapped[box].astype(int) - ideal[box].astype(int)))"
            ),
            _region("return float(np.abs(swapped.astype(float) - ideal)[top:bottom, left:right].mean())"),
        ],
        wrong=[
            (
                _region("return np.abs(swapped[top:bottom, left:right] - ideal[top:bottom, left:right]).mean()"),
                "went round",
            ),
            (_region("return np.abs(swapped.astype(float) - ideal).mean()"), "whole picture"),
            (_region("return np.abs(swapped.astype(float) - ideal)[left:right, top:bottom].mean()"), "Rows come first"),
            (_region("return (swapped.astype(float) - ideal)[top:bottom, left:right].mean()"), "cancelled"),
            (_region("return ((swapped.astype(float) - ideal)[top:bottom, left:right] ** 2).mean()"), "squared"),
            (_region("return np.abs(swapped.astype(float) - ideal)[top:bottom, left:right].sum()"), "sum"),
        ],
        number=True,
    ),
    "6.3": Cases(
        right=[
            _mix("return shares[int(np.argmin(error_without + worn * (error_with - error_without)))]"),
            _mix(
                "errors = [worn * a + (1 - worn) * b for a, b in zip(error_with, error_without)]\n"
                "    return float(shares[errors.index(min(errors))])"
            ),
        ],
        wrong=[
            (_mix("return np.argmin(worn * error_with + (1 - worn) * error_without)"), "place in the list"),
            (_mix("return min(worn * error_with + (1 - worn) * error_without)"), "smallest error"),
            (_mix("return shares[np.argmin((1 - worn) * error_with + worn * error_without)]"), "exchanged"),
            (_mix("return shares[np.argmin(error_with)]"), "with glasses alone"),
            (_mix("return shares[np.argmin(error_without)]"), "without glasses alone"),
        ],
        number=True,
    ),
    "6.4": Cases(
        right=[
            _mouths("return [int(np.abs(available - one).argmin()) for one in wanted]"),
            _mouths("return np.argmin((wanted[:, None] - available[None, :]) ** 2, axis=1)"),
        ],
        wrong=[
            (_mouths("return np.abs(wanted[:, None] - available[None]).argmin(axis=0)"), "places in `wanted`"),
            (
                _mouths("return available[np.abs(wanted[:, None] - available[None]).argmin(axis=1)]"),
                "openings themselves",
            ),
            (_mouths("return np.abs(wanted[:, None] - available[None]).argmax(axis=1)"), "farthest"),
            (_mouths("return (wanted[:, None] - available[None]).argmin(axis=1)"), "absolute"),
        ],
    ),
    "8.1": Cases(
        right=[
            _study("return ~(itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, known))"),
            _study(
                "return [not (itself[k] or actor[k] in people or face[k] in people or source[k] in known)"
                " for k in range(len(actor))]"
            ),
            "def may_study(actor, face, source, exam):\n"
            "    people = {*actor[exam].tolist(), *face[exam].tolist()} - {-1}\n    shots = set(source[exam].tolist()) - {-1}\n"
            "    may = np.ones(len(actor), int)\n    may[exam] = 0\n"
            "    for k, (a, f, s) in enumerate(zip(actor.tolist(), face.tolist(), source.tolist())):\n"
            "        if a in people or f in people or s in shots:\n            may[k] = 0\n    return may\n",
        ],
        wrong=[
            (_study("return ~itself"), "exam's own pictures alone"),
            (_study("return ~np.isin(actor, bodies)"), "Bodies alone"),
            (_study("return ~(itself | np.isin(actor, bodies) | np.isin(source, known))"), "The faces are missing"),
            (
                _study("return ~(itself | np.isin(actor, bodies) | np.isin(face, faces) | np.isin(source, known))"),
                "Bodies were compared",
            ),
            (_study("return ~(itself | np.isin(actor, people) | np.isin(source, known))"), "among the faces, too"),
            (
                _study("return ~(itself | np.isin(actor, bodies) | np.isin(face, bodies) | np.isin(source, known))"),
                "lends a face to an exam picture",
            ),
            (_study("return ~(itself | np.isin(actor, people) | np.isin(face, people))"), "photographs are missing"),
            (
                _study(
                    "people = np.concatenate([bodies, faces])\n"
                    "    return ~(itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, shots))"
                ),
                "-1 is nobody",
            ),
            (
                _study("return ~(itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, shots))"),
                "-1 is no photograph",
            ),
            (
                _study("return ~(np.isin(actor, people) | np.isin(face, people) | np.isin(source, known))"),
                "even if it shows nobody",
            ),
            (
                _study("return itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, known)"),
                "other way round",
            ),
            (
                _study(
                    "out = itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, known)\n"
                    "    return np.flatnonzero(~out)"
                ),
                "Those are the places",
            ),
        ],
        number=True,
    ),
    "8.2": Cases(
        right=[
            _early(),
            _early(stop="last - best >= patience"),
            "def stop_early(surprise, patience):\n    for last in range(len(surprise)):\n"
            "        best = int(np.argmin(surprise[:last + 1]))\n        if last - best >= patience:\n            break\n"
            "    return [best, last]\n",
            "def stop_early(surprise, patience):\n    best = list(np.flatnonzero(surprise < np.append(np.inf, np.minimum.accumulate(surprise)[:-1])))\n"
            "    for one, after in zip(best, best[1:] + [10**6]):\n        if after - one > patience:\n"
            "            return np.array([one, min(one + patience, len(surprise) - 1)])\n"
            "    return np.array([best[-1], len(surprise) - 1])\n",
        ],
        wrong=[
            (_early(stop="False", give="int(np.argmin(surprise)), len(surprise) - 1"), "with training to the very end"),
            (_early(give="int(np.argmin(surprise)), last"), "after the end of training"),
            (_early(give="last, last"), "weights of the last check"),
            (_early(give="best, best"), "Training went on"),
            (_early(stop="waited > patience"), "one check too long"),
            (_early(stop="waited"), "at the first check that is no better"),
            (_early(against="surprise[last] > surprise[last - 1]"), "not with the check before"),
            (_early(otherwise="waited"), "count begins anew"),
            (_early(better="surprise[last] <= surprise[best]"), "Equal is not better"),
            (_early(give="last, best"), "in the other order"),
            (_early(give="best + 1, last + 1"), "counted from 0"),
            (_early(give="surprise[best], last"), "its place is wanted"),
            (_early(give="best, best + patience"), "Patience did not run out"),
        ],
        number=True,
    ),
    "8.3": Cases(
        right=[
            _cheat(),
            _cheat(
                "set(r['study_person'].tolist()) & set(r['exam_person'].tolist())",
                "all(len(set(label[archive == one])) == 1 for one in set(archive)) and len(set(archive)) > 1",
            ),
            "def cheating(report):\n"
            "    if len(np.intersect1d(report['study_person'], report['exam_person'])):\n        return 'People'\n"
            "    kinds = {}\n    for name, label in zip(report['exam_archive'], report['exam_label']):\n"
            "        kinds.setdefault(str(name), set()).add(int(label))\n"
            "    if max(map(len, kinds.values())) == 1:\n        return np.str_('archive')\n"
            "    return 'chosen' if report['chosen_on'] == 'exam' and report['tries'] >= 2 else 'fair'\n",
        ],
        wrong=[
            (_cheat(people="set(r['study_person']) == set(r['exam_person'])"), "one is enough"),
            (_cheat(people="len(r['exam_person']) < len(r['study_person'])"), "Nobody is on both piles"),
            (_cheat(archive="len(set(archive)) > 1"), "does not tell them apart"),
            (_cheat(archive="len(set(archive)) == 2 and not of[0] & of[1]"), "Each of the three archives"),
            (_cheat(archive="of[0] != of[1]"), "Two of the three archives"),
            (
                _cheat(archive="any(len(set(label[archive == one])) == 1 for one in set(archive))"),
                "Two of the three archives",
            ),
            (_cheat(archive="not of[0] & of[1] or len(set(archive)) == 1"), "There is one archive"),
            (_cheat(archive="False and archive"), "gives the answer away"),
            (_cheat(chosen="r['chosen_on'] == 'exam'"), "one try only"),
            (_cheat(chosen="r['tries'] > 1"), "that is what it is for"),
            (_cheat(chosen="r['tries'] > 100"), "then it is a mock exam"),
            (_cheat().replace("'chosen'\n", "'peeked'\n"), "One of four words"),
        ],
    ),
    "8.4": Cases(
        right=[
            _evidence("return max(regions, key=lambda name: np.mean(heat[regions[name]]))"),
            _evidence(
                "names = list(regions)\n    return names[np.argmax([(heat * regions[n]).sum() / regions[n].sum() for n in names])]"
            ),
            _evidence(
                "best, name = -np.inf, None\n    for one, mask in regions.items():\n        warm = np.average(heat, weights=mask)\n"
                "        if warm > best:\n            best, name = warm, one\n    return name"
            ),
        ],
        wrong=[
            (_evidence("return max(regions, key=lambda name: heat[regions[name]].sum())"), "largest sum"),
            (_evidence("return max(regions, key=lambda name: (heat * regions[name]).mean())"), "largest sum"),
            (_evidence("return max(regions, key=lambda name: heat[regions[name]].max())"), "hottest single pixel"),
            (_evidence("return min(regions, key=lambda name: heat[regions[name]].mean())"), "lowest mean"),
            (_evidence("return max(regions, key=lambda name: np.median(heat[regions[name]]))"), "highest median"),
            (_evidence("return max(heat[mask].mean() for mask in regions.values())"), "its name is wanted"),
            (_evidence("return 'background'"), "For each region the mean"),
        ],
    ),
    "9.1": Cases(
        right=[
            "def precision(caught, accused, prevalence):\n    odds = caught / accused * prevalence / (1 - prevalence)\n    return odds / (1 + odds)\n",
            "def precision(caught, accused, prevalence):\n    people = 1000\n    fakes = people * prevalence * caught\n"
            "    return fakes / (fakes + people * (1 - prevalence) * accused)\n",
        ],
        wrong=[
            (
                "def precision(caught, accused, prevalence):\n    return caught / (caught + accused)\n",
                "as if half of all frames",
            ),
            (
                "def precision(caught, accused, prevalence):\n    g = accused * (1 - prevalence)\n    return g / (g + caught * prevalence)\n",
                "accused who are genuine",
            ),
            (
                "def precision(caught, accused, prevalence):\n    return caught * prevalence / (caught * prevalence + accused)\n",
                "1 - prevalence of all frames",
            ),
            (
                "def precision(caught, accused, prevalence):\n    return caught * prevalence + accused * (1 - prevalence)\n",
                "of these, how many",
            ),
            ("def precision(caught, accused, prevalence):\n    return caught\n", "the other way"),
        ],
        number=True,
    ),
    "9.2": Cases(
        right=[
            _line("return falling[allowed]", "return bool(dl.metrics.Rate(accused, genuine).high < most)"),
            _line("return min(t for t in genuine if sum(g > t for g in genuine) <= most * len(genuine))"),
            _line("return np.sort(genuine)[-1 - allowed]", "return int(dl.metrics.Rate(accused, genuine).high < most)"),
        ],
        wrong=[
            (_line("return falling[allowed - 1]"), "one to spare"),
            (_line("return falling[allowed + 1]"), "one more is accused"),
            (_line("return (falling[allowed] + falling[allowed - 1]) / 2"), "Halfway"),
            (_line("return np.quantile(genuine, 1 - most)"), "np.quantile"),
            (_line("return np.sort(genuine)[allowed]"), "highest down"),
            (_line("return max(g for g in genuine if g < falling[allowed])"), "one more is accused"),
            (_line("return falling[allowed]", "return accused / genuine <= most"), "what was counted"),
            (
                _line("return falling[allowed]", "return dl.metrics.Rate(accused, genuine).high > most"),
                "other way round",
            ),
        ],
    ),
    "9.3": Cases(
        right=[
            _stays(when_the_mix_changes='("pair", "auc")', when_the_threshold_moves='"AUC"'),
            _stays(when_the_mix_changes='{"pair", "AUC"}', when_both_are_squared='"accuracy, precision, AUC, pair"'),
        ],
        wrong=[
            (_stays(when_the_mix_changes='["AUC"]'), "The pair stays, too"),
            (_stays(when_the_mix_changes='["AUC", "pair", "precision"]'), "more genuine ones accused"),
            (_stays(when_the_threshold_moves='["AUC", "pair"]'), "accuses more of both kinds"),
            (_stays(when_the_threshold_moves="[]"), "all thresholds at once"),
            (_stays(when_scores_are_squared='["AUC", "pair"]'), "0.36"),
            (_stays(when_both_are_squared='["AUC", "pair"]'), "same frames are accused"),
            (_stays(when_the_mix_changes='["AUC", "pairs"]'), "none of the four names"),
        ],
    ),
    "9.4": Cases(
        right=[
            _area("return np.mean((fake > genuine) + 0.5 * (fake == genuine))"),
            "from scipy.stats import rankdata\n"
            + _area(
                "return (rankdata(scores)[labels == 1].sum() - F * (F + 1) / 2) / (F * G)",
            ),
        ],
        wrong=[
            (_area("return np.mean((fake < genuine) + 0.5 * (fake == genuine))"), "genuine frame scores higher"),
            (_area("return np.mean(fake > genuine)"), "A tie counts one half: "),
            (_area("return np.mean(fake >= genuine)"), "one half, not one"),
            (_area("return np.sum((fake > genuine) + 0.5 * (fake == genuine))"), "divide by how many"),
            (
                _area("return np.mean((fake > genuine) + 0.5 * (fake == genuine)) + F * (F + 1) / 2 / (F * G)"),
                "Take away the least",
            ),
        ],
        number=True,
    ),
}
