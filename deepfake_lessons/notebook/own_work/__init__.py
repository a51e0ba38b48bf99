"""A learner's own work: answers and artefacts in a folder that can be seen and deleted, and ways to carry them along.

`answers` says what an answer may be, `folder` keeps them on the disk, `artefacts` keeps arrays; `keeping` and
`carrying` hold what a learner calls.
"""
