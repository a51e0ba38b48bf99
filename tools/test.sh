#!/bin/sh
# `quick` or `all`, then what pytest should be given besides (make test TEST_ARGS="-k units"). Every stage runs, also
# after one that failed, so that one run tells everything; the exit status is 0 where all passed.
set -u
cd "$(dirname "$0")/.." || exit 1
py=.venv/bin/python
what=$1
shift

failed=""
stage() {
    name=$1
    shift
    printf '\n== %s\n' "$name"
    "$@" || failed="$failed${failed:+, }$name"
}

stage style "$py" -m ruff check .
stage types "$py" -m mypy
stage drift "$py" -m tools.authoring build --check
stage lint "$py" -m tools.authoring lint
set -- -n 2 --dist loadfile --no-loadscope-reorder "$@" # a file is one worker's; the lessons come early
[ "$what" = all ] || set -- -m "not slow" "$@"
stage tests "$py" -m pytest "$@"

if [ -n "$failed" ]; then
    printf '\nFailed: %s\n' "$failed" >&2
    exit 1
fi
