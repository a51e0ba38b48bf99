"""A learner's own work: answers and artefacts in a folder that can be seen and deleted, and ways to carry them along.

`answers` says what an answer may be, `folder` keeps them on the disk, `codes` turns them into a line of text,
`artefacts` keeps arrays, and `carrying` holds what a learner calls.
"""
