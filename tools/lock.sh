#!/bin/sh
# Makes requirements.lock from pyproject.toml: every package for Python 3.11-3.13 on Linux, Windows and macOS, with its
# hashes. Versions already locked stay; `make lock LOCK_ARGS=--upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    [ -x build/uv/bin/uv ] || { .venv/bin/python -m venv build/uv && build/uv/bin/python -m pip install -q uv; }
    uv=build/uv/bin/uv
fi

# --python-version is the oldest one; without it only the Python at hand and newer ones would be covered.
# The settings of this machine's uv are put aside: the hashes must be those of the public files.
new=build/requirements.lock
mkdir -p build
[ ! -f requirements.lock ] || grep -v '^#' requirements.lock >"$new"
env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
    "$uv" pip compile -q pyproject.toml --no-config --all-extras --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-annotate --no-header -o "$new" "$@" >/dev/null
{
    echo "# Every package with its hashes, for Python 3.11 to 3.13 on Linux, Windows and macOS (Apple processors)."
    echo "# Made from pyproject.toml by \`make lock\`; do not edit by hand."
    cat "$new"
} >requirements.lock.new
mv requirements.lock.new requirements.lock
