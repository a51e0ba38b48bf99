"""The studio's version: raised by one whenever the reference pictures change (tests/studio/test_studio_photograph.py).

Whatever is made from the studio's pictures (weights, scores, stored results) records it, and pictures kept on the disk
are found by it.
"""

from __future__ import annotations

STUDIO_VERSION = 1
