"""Bodies of `def half(x)`, which should give 1.5 for 3.0: whatever comes, the check says one sentence about it."""

from __future__ import annotations

import sys

KINDS = {
    "return": "gave nothing (None): is a `return` missing?",
    "return '1.5'": "a single number was wanted, yours gave '1.5'. Hint: this is text that looks like a number",
    "return 'x'": "a single number was wanted, yours gave 'x'.",
    "return [1.5]": "a single number was wanted, yours has shape (1,).",
    "return np.ones((2, 3))": "a single number was wanted, yours has shape (2, 3).",
    "return float('nan')": 'should be 1.5, yours gave nan. Hint: NaN means "not a number"',
    "return float('inf')": "should be 1.5, yours gave inf.",
    "return True": "a single number was wanted, yours gave True (a truth value). Hint: a truth value came",
    "return 10 ** 400": "a whole number with hundreds of digits",
    "return 10 ** 4000": "a whole number with more than 1,000 digits",
    "return 1.5 + 1e-7": "should be 1.5, yours gave 1.5000001.",
    "return {}": "a single number was wanted, yours gave {}.",
    "yield 1.5": "yours gave a generator (is there a `yield` where a `return` belongs?)",
    "return lambda: 1": "yours gave a function (are the brackets () missing?)",
    "return [1, [2]]": "a list whose parts have different shapes",
    "return np.zeros(10 ** 8)": "an array of shape (100000000,), too large to look at",
    "return np.ones(3).astype(object)": "a single number was wanted, yours has shape (3,).",
    "raise ValueError('too bad')": "half(3.0) stopped with ValueError: too bad (line 1 of half).",
    "\n    y = x\n    return y / 0": "ZeroDivisionError: division by zero (line 3 of half)"
    if sys.version_info >= (3, 14)
    else "stopped with ZeroDivisionError: float division by zero (line 3 of half).",
    "return half(x)": "stopped with RecursionError",
    "import sys; sys.exit()": "stopped with SystemExit (line 1 of half). Hint: a function gives its result back",
    "raise KeyboardInterrupt": "stopped with KeyboardInterrupt",
    "raise GeneratorExit": "stopped with GeneratorExit",
    "return input()": "stopped with RuntimeError: input() cannot be answered in a check",
    "return x + ...": "unsupported operand type(s) for +: 'float' and 'ellipsis' (line 1 of half). Hint: something it",
    "return type('Equal', (), {'__eq__': lambda *_: True})()": "yours gave an object of class Equal.",
    "return np.array([[1.5]]).view(np.matrix)": "an object of class matrix (np.asarray(...) makes an array of it).",
    "return np.ma.masked_array([1.5])": "an object of class MaskedArray (np.asarray(...) makes an array of it).",
    "import decimal; return decimal.Decimal('1.5')": "of class Decimal (float(...) makes a number of it).",
    "import fractions; return fractions.Fraction(3, 2)": "of class Fraction (float(...) makes a number of it).",
    "return type('Half', (float,), {'__eq__': lambda *_: True})(0)": "yours gave an object of class Half.",
    "raise type('Bad', (Exception,), {'__str__': lambda s: 1 / 0})": "stopped with Bad (line 1 of half).",
}
