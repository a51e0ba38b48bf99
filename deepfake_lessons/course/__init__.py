"""Tools for authors and instructors: `python -m deepfake_lessons.course --help`.

Nothing outside this folder imports it, and it needs the packages of the `[test]` extra (jupytext, nbclient, nbconvert)
only inside the functions that use them.
"""
