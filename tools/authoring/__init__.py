"""Build, lint, run, compare and visit the lessons: `python -m tools.authoring --help`."""
