"""Every exercise's other right answers and usual wrong ones, each wrong one with words of the hint meant for it.

The stub comes from the learner's notebook and the reference from solutions.json; test_exercises.py runs them all, in
the notebook's check and through the grader.
"""

from __future__ import annotations

from textwrap import indent


class Cases:
    """`right`: two or more other right answers. `wrong`: words of the hint meant for it -> a wrong answer, three or more.

    Each is a source, or the body of a function that begins with `head`. `number`: the answer is a number or an array,
    so a list, a tuple, float32 and 0-d are tried too.
    """

    def __init__(self, right: list[str], wrong: dict[str, str], head: str = "", number: bool = False) -> None:
        def whole(source: str) -> str:
            if not head or source.startswith(("def ", "import ", "from ")):
                return source
            return f"{head}\n{indent(source, '    ')}\n"

        self.right = [whole(source) for source in right]
        self.wrong = {words: whole(source) for words, source in wrong.items()}
        self.number = number


_TANH = "def tanh_backward(a, upstream):\n    return upstream * (1 - np.tanh(a) ** 2)\n"
_MULTIPLY = "def multiply_backward(a, b, upstream):\n    return upstream * b, upstream * a\n"
_LAZY = "def lazy_accuracy(truth):\n    return (np.asarray(truth) == 0).mean()\n"
_SAYS = "def says_true(probability):\n    return probability <= 0.5\n"
_FACTOR = "def factor_per_step(learning_rate, curvature):\n    return 1 - learning_rate * curvature\n"
_BLOW_UP = "def blow_up_rate(curvature):\n    return 2 / curvature\n"


def _kinds(**changed: str) -> str:
    right = {"A": "dubbing", "B": "whole face", "C": "no deepfake", "D": "swap", "E": "reenactment", "F": "no deepfake"}
    return f"kind_of = {right | changed}\n"


_BALANCE = "def balance(left, right):\n    return np.log(right / left)\n"
_SHADOW = "def shadow_score(cheeks, temples, chin):\n    return abs(cheeks - 0.7 * temples - 0.2 * chin)\n"


_D = "def d_loss(real, made):\n    return -np.mean(np.log(1 - real)) - np.mean(np.log(made))\n"
_G = "def g_loss(made):\n    return -np.mean(np.log(1 - made))\n"


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
        head="def how_many(counts, error_own, error_new, limit):",
        right=[
            "for count, error in zip(counts, error_new):\n    if error < limit:\n        return int(count)",
            "return min(np.asarray(counts)[np.asarray(error_new) < limit])",
        ],
        wrong={
            "by heart": "return counts[np.argmax(error_own < limit)]",
            "place": "return int(np.argmax(error_new < limit))",
            "one step further": "return counts[error_new > limit][-1]",
            "fewer": "return counts[error_new < limit][-1]",
            "how many photographs": "return error_new[error_new < limit][0]",
        },
        number=True,
    ),
    "1.3": Cases(
        right=[
            _kinds(),
            "names = ['Dubbing', 'Whole Face', 'no deepfake', 'SWAP', 'reenactment', 'no deepfake']\nkind_of = dict(zip('ABCDEF', names))\n",
        ],
        wrong={
            "Scissors": _kinds(C="swap"),
            "every pixel": _kinds(F="whole face"),
            "mouth": _kinds(A="reenactment"),
            "shoulders": _kinds(D="reenactment"),
            "case B too": "kind_of = {'A': 'dubbing'}\n",
        },
    ),
    "1.1": Cases(
        head="def draw(average, components, numbers):",
        right=[
            "return average + components.T @ numbers",
            "face = np.array(average, dtype=float)\nfor number, component in zip(numbers, components):\n    face += number * component\nreturn face",
        ],
        wrong={
            "average is missing": "return numbers @ components",
            "as its number says": "return average + components.sum(axis=0)",
            "not taken away": "return average - numbers @ components",
            "change nothing": "return average",
        },
        number=True,
    ),
    "1.4": Cases(
        head="def numbers_of(average, components, picture):",
        right=[
            "return (picture - average) @ components.T",
            "return [float(np.sum(one * (picture - average))) for one in components]",
        ],
        wrong={
            "average away": "return components @ picture",
            "other way round": "return components @ (average - picture)",
            "one per component": "return picture - average",
        },
        number=True,
    ),
    "2.1": Cases(
        right=[
            "def multiply_backward(a, b, upstream):\n    return [upstream * b, upstream * a]\n" + _TANH,
            "import math\n" + _MULTIPLY + "def tanh_backward(a, upstream):\n    return upstream / math.cosh(a) ** 2\n",
            "def multiply_backward(a, b, upstream):\n    x, y = dl.Value(a), dl.Value(b)\n    (x * y * upstream).backward()\n    return x.grad, y.grad\n"
            "def tanh_backward(a, upstream):\n    x = dl.Value(a)\n    (x.tanh() * upstream).backward()\n    return x.grad\n",
        ],
        wrong={
            "other factor": "def multiply_backward(a, b, upstream):\n    return upstream * a, upstream * b\n" + _TANH,
            "slopes of the product alone": "def multiply_backward(a, b, upstream):\n    return b, a\n" + _TANH,
            "slope of tanh alone": _MULTIPLY + "def tanh_backward(a, upstream):\n    return 1 - np.tanh(a) ** 2\n",
            "tanh(a), not a": _MULTIPLY + "def tanh_backward(a, upstream):\n    return upstream * (1 - a ** 2)\n",
            "square": _MULTIPLY + "def tanh_backward(a, upstream):\n    return upstream * (1 - np.tanh(a))\n",
        },
        number=True,
    ),
    "2.2": Cases(
        head="def one_step(weights, slopes, learning_rate):",
        right=[
            "return [w - learning_rate * s for w, s in zip(weights, slopes)]",
            "new = weights.copy()\nnew -= slopes * learning_rate\nreturn new",
        ],
        wrong={
            "against": "return weights + learning_rate * slopes",
            "learning rate": "return weights - slopes",
            "the change": "return -learning_rate * slopes",
            "changed": "weights -= learning_rate * slopes\nreturn weights",
        },
        number=True,
    ),
    "2.3": Cases(
        head="def slope_of_shared(a, b, x):",
        right=["return a * b + 2 * a * x", "v = dl.Value(x)\n((a * v) * (b + v)).backward()\nreturn v.grad"],
        wrong={
            "path through a * x": "return a * (b + x)",
            "path through b + x": "return a * x",
            "add": "return a * (b + x) * a * x",
        },
        number=True,
    ),
    "2.4": Cases(
        head="def mean_slope(weight, x, target):",
        right=[
            "return sum(2 * (weight * a - t) * a for a, t in zip(x, target)) / len(x)",
            "return 2 * np.dot(weight * x - target, x) / x.size",
        ],
        wrong={
            "mean": "return np.sum(2 * (weight * x - target) * x)",
            "2": "return np.mean((weight * x - target) * x)",
            "times x": "return np.mean(2 * (weight * x - target))",
            "sign": "return np.mean(2 * (target - weight * x) * x)",
        },
        number=True,
    ),
    "2.5": Cases(
        right=[
            "def factor_per_step(learning_rate, curvature):\n    w = 5.0\n    return (w - learning_rate * curvature * w) / w\n"
            + _BLOW_UP,
            "def factor_per_step(learning_rate, curvature):\n    return -(learning_rate * curvature - 1)\ndef blow_up_rate(curvature):\n    return 2.0 * curvature ** -1\n",
        ],
        wrong={
            "taken away": "def factor_per_step(learning_rate, curvature):\n    return learning_rate * curvature\n"
            + _BLOW_UP,
            "curvature": "def factor_per_step(learning_rate, curvature):\n    return 1 - learning_rate\n" + _BLOW_UP,
            "bottom in one step": _FACTOR + "def blow_up_rate(curvature):\n    return 1 / curvature\n",
            "upside down": _FACTOR + "def blow_up_rate(curvature):\n    return curvature / 2\n",
        },
        number=True,
    ),
    "3.1": Cases(
        head="def cross_entropy(probability, truth):",
        right=[
            "return -np.mean(truth * np.log(probability) + (1 - truth) * np.log(1 - probability))",
            "import math\ndef cross_entropy(probability, truth):\n    total = 0.0\n    for p, t in zip(probability, truth):\n        total -= math.log(p if t else 1 - p)\n    return total / len(truth)\n",
        ],
        wrong={
            "mean": "return -np.log(np.where(truth == 1, probability, 1 - probability)).sum()",
            "genuine": "return -np.log(probability).mean()",
            "minus": "return np.log(np.where(truth == 1, probability, 1 - probability)).mean()",
            "logarithm": "return np.mean((probability - truth) ** 2)",
            "natural": "return -np.log2(np.where(truth == 1, probability, 1 - probability)).mean()",
        },
        number=True,
    ),
    "3.2": Cases(
        right=[
            "def says_true(probability):\n    return [not p > 0.5 for p in probability]\n"
            + "def lazy_accuracy(truth):\n    return 1 - sum(truth) / len(truth)\n",
            "def says_true(probability):\n    return ~(np.asarray(probability) > 0.5)\ndef lazy_accuracy(truth):\n    return np.float32(np.mean(np.asarray(truth) != 1))\n",
        ],
        wrong={
            "fake": "def says_true(probability):\n    return probability > 0.5\n" + _LAZY,
            "exactly one half": "def says_true(probability):\n    return probability < 0.5\n" + _LAZY,
            "share of fakes": _SAYS + "def lazy_accuracy(truth):\n    return np.mean(truth)\n",
            "as many": _SAYS + "def lazy_accuracy(truth):\n    return 0.5\n",
        },
    ),
    "3.3": Cases(
        head="def training_step(weights, bias, pictures, truth, learning_rate):\n    p = 1 / (1 + np.exp(-(pictures @ weights + bias)))\n    n = len(truth)",
        right=[
            "return [weights - learning_rate * (pictures * ((p - truth) / n)[:, None]).sum(axis=0), bias - learning_rate * np.mean(p - truth)]",
            "def training_step(weights, bias, pictures, truth, learning_rate):\n    w, b = dl.Tensor(weights), dl.Tensor(bias)\n    p = (pictures @ w.reshape(-1, 1) + b).sigmoid().reshape(-1)\n    (-(truth * p.log() + (1 - truth) * (1 - p).log()).mean()).backward()\n    return weights - learning_rate * w.grad, float(bias - learning_rate * b.grad)\n",
        ],
        wrong={
            "against": "return weights + learning_rate * pictures.T @ (p - truth) / n, bias + learning_rate * (p - truth).mean()",
            "mean": "return weights - learning_rate * pictures.T @ (p - truth), bias - learning_rate * (p - truth).sum()",
            "bias": "return weights - learning_rate * pictures.T @ (p - truth) / n, bias",
            "slopes": "return pictures.T @ (p - truth) / n, (p - truth).mean()",
        },
    ),
    "3.4": Cases(
        head="def where_to_stop(study_loss, mock_loss):",
        right=["return list(mock_loss).index(min(mock_loss))", "return np.argmin(np.asarray(mock_loss))"],
        wrong={
            "mock exam": "return int(np.argmin(study_loss))",
            "at which step": "return float(np.min(mock_loss))",
            "from 0": "return int(np.argmin(mock_loss)) + 1",
            "gap": "return int(np.argmin(np.abs(mock_loss - study_loss)))",
        },
        number=True,
    ),
    "3.5": Cases(
        head="def peeked(report):",
        right=[
            "return any(report[key] == 'exam' for key in ('weights', 'steps', 'threshold')) or report['openings'] != 1",
            "uses = sum(value == 'exam' for value in report.values())\nreturn uses > 1 or report['openings'] > 1",
        ],
        wrong={
            "score may": "return 'exam' in report.values()",
            "openings": "return 'exam' in [report['weights'], report['steps'], report['threshold']]",
            "choice": "return report['openings'] > 1",
            "threshold": "return report['steps'] == 'exam' or report['openings'] > 1",
        },
    ),
    "7.1": Cases(
        head="def seam_ratio(line):",
        right=[
            "first = line[1:] - line[:-1]\nreturn np.abs(first[1:] - first[:-1]).sum() / np.abs(first).sum()",
            "steps = [b - a for a, b in zip(line, line[1:])]\nreturn sum(abs(b - a) for a, b in zip(steps, steps[1:])) / sum(map(abs, steps))",
        ],
        wrong={
            "upside down": "return np.abs(np.diff(line)).sum() / np.abs(np.diff(line, 2)).sum()",
            "cancel": "return np.diff(line, 2).sum() / np.diff(line).sum()",
            "means": "return np.abs(np.diff(line, 2)).mean() / np.abs(np.diff(line)).mean()",
            "squares": "return (np.diff(line, 2) ** 2).sum() / (np.diff(line) ** 2).sum()",
            "twice as high": "return np.abs(np.diff(line, 2)).sum()",
        },
        number=True,
    ),
    "7.2": Cases(
        right=[
            "import math\ndef balance(left, right):\n    return math.log(right) - math.log(left)\n" + _SHADOW,
            _BALANCE
            + "def shadow_score(cheeks, temples, chin):\n    return np.abs(0.7 * temples + 0.2 * chin - cheeks)\n",
        ],
        wrong={
            "right / left": "def balance(left, right):\n    return np.log(left / right)\n" + _SHADOW,
            "logarithm": "def balance(left, right):\n    return right / left\n" + _SHADOW,
            "share": _BALANCE + "def shadow_score(cheeks, temples, chin):\n    return abs(cheeks - temples - chin)\n",
            "chin": _BALANCE + "def shadow_score(cheeks, temples, chin):\n    return abs(cheeks - 0.7 * temples)\n",
        },
        number=True,
    ),
    "7.3": Cases(
        head="def lip_lag(mouth, sound, most):\n    gone = {}\n    n = len(mouth)\n    for lag in range(-most, most + 1):\n        a, b = mouth[max(0, lag):n + min(0, lag)], sound[max(0, -lag):n + min(0, -lag)]\n        gone[lag] = np.corrcoef(a, b)[0, 1]",
        right=["return max(gone, key=gone.get)", "return np.array(list(gone))[np.argmax(list(gone.values()))]"],
        wrong={
            "other way": "return -max(gone, key=gone.get)",
            "at which lag": "return max(gone.values())",
            "the lag itself": "return int(np.argmax(list(gone.values())))",
            "begin at -most": "return max(range(most + 1), key=lambda lag: gone[lag])",
            "lowest": "return min(gone, key=gone.get)",
        },
        number=True,
    ),
    "7.4": Cases(
        head="import math\ndef chance_of_so_few(count, seconds, rate):\n    mean = rate * seconds / 60\n    terms = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1)]",
        right=[
            "return sum(terms)",
            "def chance_of_so_few(count, seconds, rate):\n    mean, term, total = rate * seconds / 60, 1.0, 0.0\n    for k in range(count + 1):\n        total += term\n        term *= mean / (k + 1)\n    return total * np.exp(-mean)\n",
        ],
        wrong={
            "exactly": "return terms[-1]",
            "leaves out the count": "return sum(terms[:-1]) if count else sum(terms)",
            "more than that": "return 1 - sum(terms)",
            "divide by 60": "mean = rate * seconds\nreturn sum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(count + 1))",
            "factorial": "return sum(math.exp(-mean) * mean**k for k in range(count + 1))",
        },
        number=True,
    ),
    "7.5": Cases(
        head="def flicker(light):\n    track = np.log(light)\n    one = np.mean((track[1:] - track[:-1]) ** 2)\n    two = np.mean((track[2:] - track[:-2]) ** 2)",
        right=[
            "return np.sqrt(max(two - 1.5 * one, 0))",
            "return (two - 1.5 * one) ** 0.5 if two > 1.5 * one else 0.0",
        ],
        wrong={
            "noise included": "return np.sqrt(two)",
            "its root": "return max(two - 1.5 * one, 0)",
            "one step": "return np.sqrt(one)",
            "1.5 times": "return np.sqrt(max(two - one, 0))",
            "logarithm": "def flicker(light):\n    one, two = (np.mean((light[k:] - light[:-k]) ** 2) for k in (1, 2))\n    return np.sqrt(max(two - 1.5 * one, 0))\n",
        },
        number=True,
    ),
    "4.1": Cases(
        right=['step_order = ("C", "A", "E", "B", "D")\n', 'step_order = [x for x in "caebd"]\n'],
        wrong={
            "Without noise": 'step_order = ["A", "C", "E", "B", "D"]\n',
            "points that have been made": 'step_order = ["C", "E", "A", "B", "D"]\n',
            "the judge learns first": 'step_order = ["C", "A", "E", "D", "B"]\n',
            "only after it has judged": 'step_order = ["C", "A", "B", "E", "D"]\n',
            "five letters": 'step_order = ["C", "A", "E", "B"]\n',
        },
    ),
    "4.2": Cases(
        right=[
            "def d_loss(real, made):\n    return np.mean(-np.log(1 - real) - np.log(made))\n" + _G,
            "import math\ndef d_loss(real, made):\n    total = sum(-math.log(1 - p) for p in real) / len(real)\n"
            "    return total + sum(-math.log(p) for p in made) / len(made)\n" + _G,
        ],
        wrong={
            "fake is 1": "def d_loss(real, made):\n    return -np.log(real).mean() - np.log(1 - made).mean()\n" + _G,
            "genuine ones are missing": "def d_loss(real, made):\n    return -np.log(made).mean()\n" + _G,
            "not the sum": "def d_loss(real, made):\n    return -np.log(1 - real).sum() - np.log(made).sum()\n" + _G,
            "wants the opposite": _D + "def g_loss(made):\n    return -np.log(made).mean()\n",
            "first loss of 2014": _D + "def g_loss(made):\n    return np.log(made).mean()\n",
        },
        number=True,
    ),
    "4.3": Cases(
        head="def judge_moved(before, after, trainable):",
        right=[
            "return any((a != b).any() for a, b, t in zip(before, after, trainable) if t)",
            "for a, b, t in zip(before, after, trainable):\n    if t and not np.array_equal(a, b):\n        return True\nreturn False",
        ],
        wrong={
            "not trainable": "return any((a != b).any() for a, b in zip(before, after))",
            "look at every array": "return (before[0] != after[0]).any()",
            "millionth": "return not all(np.allclose(a, b, atol=1e-4) for a, b, t in zip(before, after, trainable) if t)",
            "Nothing moved": "return all((a == b).all() for a, b, t in zip(before, after, trainable) if t)",
            "either direction": "return any((b - a).sum() > 0 for a, b, t in zip(before, after, trainable) if t)",
        },
    ),
    "4.4": Cases(
        head="def count_modes(points, modes, reach, least):\n    far = np.linalg.norm(points[:, None] - modes[None], axis=2)",
        right=[
            "return int(((far < reach).mean(axis=0) >= least).sum())",
            "return sum(1 for k in range(len(modes)) if np.mean(far[:, k] < reach) >= least)",
        ],
        wrong={
            "One single point": "return int((far < reach).any(axis=0).sum())",
            "how many modes there are": "return len(modes)",
            "counts points": "return int((far < reach).sum())",
            "nearest mode": "return len(np.unique(far.argmin(axis=1)))",
        },
    ),
    "4.5": Cases(
        head="def pair_loss(real_logits, made_logits):",
        right=[
            "return np.log1p(np.exp(real_logits - made_logits)).mean()",
            "p = 1 / (1 + np.exp(-(made_logits - real_logits)))\nreturn -np.mean(np.log(p))",
        ],
        wrong={
            "forger's": "return np.log1p(np.exp(made_logits - real_logits)).mean()",
            "by itself": "return np.log1p(np.exp(real_logits)).mean() + np.log1p(np.exp(-made_logits)).mean()",
            "not the sum": "return np.log1p(np.exp(real_logits - made_logits)).sum()",
            "minus its logarithm": "return (1 / (1 + np.exp(real_logits - made_logits))).mean()",
        },
        number=True,
    ),
    "5.1": Cases(
        head="def training_step(judge, forger, photographs, generate, teach_judge, teach_forger):\n    made = generate(forger)",
        right=[
            "judge = teach_judge(judge, photographs, made)\nreturn judge, teach_forger(forger, judge)",
            "new = teach_judge(judge, photographs, made)\nreturn [new, teach_forger(forger, new)]",
        ],
        wrong={
            "judge of before": "return teach_judge(judge, photographs, made), teach_forger(forger, judge)",
            "learnt already": "new = teach_forger(forger, judge)\nreturn teach_judge(judge, photographs, generate(new)), new",
            "as a pair": "new = teach_judge(judge, photographs, made)\nreturn teach_forger(forger, new), new",
            "stayed as it was": "return teach_judge(judge, photographs, made), forger",
        },
    ),
    "5.3": Cases(
        head="def latent_direction(latents, has):\n    d = latents[has].mean(axis=0) - latents[~has].mean(axis=0)",
        right=[
            "return d / np.sqrt((d ** 2).sum())",
            "def latent_direction(latents, has):\n    a = np.array([z for z, h in zip(latents, has) if h])\n    b = np.array([z for z, h in zip(latents, has) if not h])\n    d = a.mean(axis=0) - b.mean(axis=0)\n    return d / np.linalg.norm(d)\n",
        ],
        wrong={
            "away from the attribute": "return -d / np.linalg.norm(d)",
            "length should be 1": "return d",
            "take away where": "return latents[has].mean(axis=0)",
            "not the sums": "return latents[has].sum(axis=0) - latents[~has].sum(axis=0)",
        },
        number=True,
    ),
    "5.4": Cases(
        head="def copies(faces, held_out, share):",
        right=[
            "return faces < np.quantile(held_out, share)",
            "line = np.percentile(held_out, 100 * share)\nreturn [bool(one < line) for one in faces]",
        ],
        wrong={
            "copies are near": "return faces > np.quantile(held_out, share)",
            "quite usual": "return faces < held_out.mean()",
            "faces themselves": "return faces < np.quantile(faces, share)",
            "not how many": "return int((faces < np.quantile(held_out, share)).sum())",
        },
    ),
    "5.2": Cases(
        head="def better(first, second):",
        right=[
            'return "first" if first[1] < second[0] else "second" if second[1] < first[0] else "cannot tell"',
            'if max(first[0], second[0]) <= min(first[1], second[1]):\n    return "Cannot tell"\nreturn "first" if first[0] < second[0] else "second"',
        ],
        wrong={
            "overlap": 'return "first" if sum(first) < sum(second) else "second"',
            "smaller is better": 'return "first" if first[0] > second[1] else "second" if second[0] > first[1] else "cannot tell"',
            "lies below": 'return "cannot tell"',
        },
    ),
    "6.1": Cases(
        head="def wire(face, encoder, decoder_a, decoder_b, to):",
        right=[
            "return {'a': decoder_a, 'b': decoder_b}[to](encoder(face))",
            "code = encoder(face)\nif to == 'a':\n    return decoder_a(code)\nreturn decoder_b(code)",
        ],
        wrong={
            "other decoder": "return decoder_a(encoder(face)) if to == 'b' else decoder_b(encoder(face))",
            "`to` says who is wanted": "return decoder_b(encoder(face))",
            "got the face itself": "return decoder_b(face) if to == 'b' else decoder_a(face)",
            "encoder's numbers": "return encoder(face)",
        },
    ),
    "6.2": Cases(
        head="def region_error(swapped, ideal, top, bottom, left, right):",
        right=[
            "box = slice(top, bottom), slice(left, right)\nreturn np.mean(np.abs(swapped[box].astype(int) - ideal[box].astype(int)))",
            "return float(np.abs(swapped.astype(float) - ideal)[top:bottom, left:right].mean())",
        ],
        wrong={
            "went round": "return np.abs(swapped[top:bottom, left:right] - ideal[top:bottom, left:right]).mean()",
            "whole picture": "return np.abs(swapped.astype(float) - ideal).mean()",
            "Rows come first": "return np.abs(swapped.astype(float) - ideal)[left:right, top:bottom].mean()",
            "cancelled": "return (swapped.astype(float) - ideal)[top:bottom, left:right].mean()",
            "squared": "return ((swapped.astype(float) - ideal)[top:bottom, left:right] ** 2).mean()",
            "sum": "return np.abs(swapped.astype(float) - ideal)[top:bottom, left:right].sum()",
        },
        number=True,
    ),
    "6.3": Cases(
        head="def best_mix(shares, error_with, error_without, worn):",
        right=[
            "return shares[int(np.argmin(error_without + worn * (error_with - error_without)))]",
            "errors = [worn * a + (1 - worn) * b for a, b in zip(error_with, error_without)]\nreturn float(shares[errors.index(min(errors))])",
        ],
        wrong={
            "place in the list": "return np.argmin(worn * error_with + (1 - worn) * error_without)",
            "smallest error": "return min(worn * error_with + (1 - worn) * error_without)",
            "exchanged": "return shares[np.argmin((1 - worn) * error_with + worn * error_without)]",
            "with glasses alone": "return shares[np.argmin(error_with)]",
            "without glasses alone": "return shares[np.argmin(error_without)]",
        },
        number=True,
    ),
    "6.4": Cases(
        head="def nearest_mouths(wanted, available):",
        right=[
            "return [int(np.abs(available - one).argmin()) for one in wanted]",
            "return np.argmin((wanted[:, None] - available[None, :]) ** 2, axis=1)",
        ],
        wrong={
            "places in `wanted`": "return np.abs(wanted[:, None] - available[None]).argmin(axis=0)",
            "openings themselves": "return available[np.abs(wanted[:, None] - available[None]).argmin(axis=1)]",
            "farthest": "return np.abs(wanted[:, None] - available[None]).argmax(axis=1)",
            "absolute": "return (wanted[:, None] - available[None]).argmin(axis=1)",
        },
    ),
    "8.1": Cases(
        head="def may_study(actor, face, source, exam):\n    bodies, faces, shots = actor[exam], face[exam], source[exam]\n    people = np.concatenate([bodies, faces])\n    people, known = people[people >= 0], shots[shots >= 0]\n    itself = np.isin(np.arange(len(actor)), exam)",
        right=[
            "return ~(itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, known))",
            "return [not (itself[k] or actor[k] in people or face[k] in people or source[k] in known) for k in range(len(actor))]",
            "def may_study(actor, face, source, exam):\n    people = {*actor[exam].tolist(), *face[exam].tolist()} - {-1}\n    shots = set(source[exam].tolist()) - {-1}\n    may = np.ones(len(actor), int)\n    may[exam] = 0\n    for k, (a, f, s) in enumerate(zip(actor.tolist(), face.tolist(), source.tolist())):\n        if a in people or f in people or s in shots:\n            may[k] = 0\n    return may\n",
        ],
        wrong={
            "exam's own pictures alone": "return ~itself",
            "Bodies alone": "return ~np.isin(actor, bodies)",
            "The faces are missing": "return ~(itself | np.isin(actor, bodies) | np.isin(source, known))",
            "Bodies were compared": "return ~(itself | np.isin(actor, bodies) | np.isin(face, faces) | np.isin(source, known))",
            "among the faces, too": "return ~(itself | np.isin(actor, people) | np.isin(source, known))",
            "lends a face to an exam picture": "return ~(itself | np.isin(actor, bodies) | np.isin(face, bodies) | np.isin(source, known))",
            "photographs are missing": "return ~(itself | np.isin(actor, people) | np.isin(face, people))",
            "-1 is nobody": "people = np.concatenate([bodies, faces])\nreturn ~(itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, shots))",
            "-1 is no photograph": "return ~(itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, shots))",
            "even if it shows nobody": "return ~(np.isin(actor, people) | np.isin(face, people) | np.isin(source, known))",
            "other way round": "return itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, known)",
            "Those are the places": "out = itself | np.isin(actor, people) | np.isin(face, people) | np.isin(source, known)\nreturn np.flatnonzero(~out)",
        },
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
        wrong={
            "with training to the very end": _early(stop="False", give="int(np.argmin(surprise)), len(surprise) - 1"),
            "after the end of training": _early(give="int(np.argmin(surprise)), last"),
            "weights of the last check": _early(give="last, last"),
            "Training went on": _early(give="best, best"),
            "one check too long": _early(stop="waited > patience"),
            "at the first check that is no better": _early(stop="waited"),
            "not with the check before": _early(against="surprise[last] > surprise[last - 1]"),
            "count begins anew": _early(otherwise="waited"),
            "Equal is not better": _early(better="surprise[last] <= surprise[best]"),
            "in the other order": _early(give="last, best"),
            "counted from 0": _early(give="best + 1, last + 1"),
            "its place is wanted": _early(give="surprise[best], last"),
            "Patience did not run out": _early(give="best, best + patience"),
        },
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
        wrong={
            "one is enough": _cheat(people="set(r['study_person']) == set(r['exam_person'])"),
            "Nobody is on both piles": _cheat(people="len(r['exam_person']) < len(r['study_person'])"),
            "does not tell them apart": _cheat(archive="len(set(archive)) > 1"),
            "Each of the three archives": _cheat(archive="len(set(archive)) == 2 and not of[0] & of[1]"),
            "Two of the three archives": _cheat(archive="of[0] != of[1]"),
            "there the name alone does not tell": _cheat(
                archive="any(len(set(label[archive == one])) == 1 for one in set(archive))"
            ),
            "There is one archive": _cheat(archive="not of[0] & of[1] or len(set(archive)) == 1"),
            "gives the answer away": _cheat(archive="False and archive"),
            "one try only": _cheat(chosen="r['chosen_on'] == 'exam'"),
            "that is what it is for": _cheat(chosen="r['tries'] > 1"),
            "then it is a mock exam": _cheat(chosen="r['tries'] > 100"),
            "One of four words": _cheat().replace("'chosen'\n", "'peeked'\n"),
        },
    ),
    "8.4": Cases(
        head="def evidence_in(heat, regions):",
        right=[
            "return max(regions, key=lambda name: np.mean(heat[regions[name]]))",
            "names = list(regions)\nreturn names[np.argmax([(heat * regions[n]).sum() / regions[n].sum() for n in names])]",
            "best, name = -np.inf, None\nfor one, mask in regions.items():\n    warm = np.average(heat, weights=mask)\n    if warm > best:\n        best, name = warm, one\nreturn name",
        ],
        wrong={
            "largest sum": "return max(regions, key=lambda name: heat[regions[name]].sum())",
            "it wins by being big": "return max(regions, key=lambda name: (heat * regions[name]).mean())",
            "hottest single pixel": "return max(regions, key=lambda name: heat[regions[name]].max())",
            "lowest mean": "return min(regions, key=lambda name: heat[regions[name]].mean())",
            "highest median": "return max(regions, key=lambda name: np.median(heat[regions[name]]))",
            "its name is wanted": "return max(heat[mask].mean() for mask in regions.values())",
            "For each region the mean": "return 'background'",
        },
    ),
    "9.1": Cases(
        head="def precision(caught, accused, prevalence):",
        right=[
            "odds = caught / accused * prevalence / (1 - prevalence)\nreturn odds / (1 + odds)",
            "people = 1000\nfakes = people * prevalence * caught\nreturn fakes / (fakes + people * (1 - prevalence) * accused)",
        ],
        wrong={
            "as if half of all frames": "return caught / (caught + accused)",
            "accused who are genuine": "g = accused * (1 - prevalence)\nreturn g / (g + caught * prevalence)",
            "1 - prevalence of all frames": "return caught * prevalence / (caught * prevalence + accused)",
            "of these, how many": "return caught * prevalence + accused * (1 - prevalence)",
            "the other way": "return caught",
        },
        number=True,
    ),
    "9.2": Cases(
        right=[
            _line("return falling[allowed]", "return bool(dl.metrics.Rate(accused, genuine).high < most)"),
            _line("return min(t for t in genuine if sum(g > t for g in genuine) <= most * len(genuine))"),
            _line("return np.sort(genuine)[-1 - allowed]", "return int(dl.metrics.Rate(accused, genuine).high < most)"),
        ],
        wrong={
            "one to spare": _line("return falling[allowed - 1]"),
            "one more is accused": _line("return falling[allowed + 1]"),
            "Halfway": _line("return (falling[allowed] + falling[allowed - 1]) / 2"),
            "np.quantile": _line("return np.quantile(genuine, 1 - most)"),
            "highest down": _line("return np.sort(genuine)[allowed]"),
            "than was promised": _line("return max(g for g in genuine if g < falling[allowed])"),
            "what was counted": _line("return falling[allowed]", "return accused / genuine <= most"),
            "other way round": _line("return falling[allowed]", "return dl.metrics.Rate(accused, genuine).high > most"),
        },
    ),
    "9.3": Cases(
        right=[
            _stays(when_the_mix_changes='("pair", "auc")', when_the_threshold_moves='"AUC"'),
            _stays(when_the_mix_changes='{"pair", "AUC"}', when_both_are_squared='"accuracy, precision, AUC, pair"'),
        ],
        wrong={
            "The pair stays, too": _stays(when_the_mix_changes='["AUC"]'),
            "more genuine ones accused": _stays(when_the_mix_changes='["AUC", "pair", "precision"]'),
            "accuses more of both kinds": _stays(when_the_threshold_moves='["AUC", "pair"]'),
            "all thresholds at once": _stays(when_the_threshold_moves="[]"),
            "0.36": _stays(when_scores_are_squared='["AUC", "pair"]'),
            "same frames are accused": _stays(when_both_are_squared='["AUC", "pair"]'),
            "none of the four names": _stays(when_the_mix_changes='["AUC", "pairs"]'),
        },
    ),
    "9.4": Cases(
        head="def auc_from_ranks(scores, labels):\n    fake, genuine = scores[labels == 1][:, None], scores[labels == 0]\n    F, G = fake.size, genuine.size",
        right=[
            "return np.mean((fake > genuine) + 0.5 * (fake == genuine))",
            "from scipy.stats import rankdata\ndef auc_from_ranks(scores, labels):\n    fake, genuine = scores[labels == 1][:, None], scores[labels == 0]\n    F, G = fake.size, genuine.size\n    return (rankdata(scores)[labels == 1].sum() - F * (F + 1) / 2) / (F * G)\n",
        ],
        wrong={
            "genuine frame scores higher": "return np.mean((fake < genuine) + 0.5 * (fake == genuine))",
            "A tie counts one half: ": "return np.mean(fake > genuine)",
            "one half, not one": "return np.mean(fake >= genuine)",
            "divide by how many": "return np.sum((fake > genuine) + 0.5 * (fake == genuine))",
            "Take away the least": "return np.mean((fake > genuine) + 0.5 * (fake == genuine)) + F * (F + 1) / 2 / (F * G)",
        },
        number=True,
    ),
}
