#!/bin/sh
# Opens JupyterLab on the lessons; what is given goes to the server (make lab LAB_ARGS="--no-browser --port 8899").
set -eu
cd "$(dirname "$0")/.."

# The folder of sources holds every solution: authors open it in an editor, learners need not meet it by accident.
set -- --ServerApp.root_dir="$(pwd -P)/notebooks" \
    --ContentsManager.hide_globs=source --ContentsManager.hide_globs=__pycache__ \
    --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
    "$@"
# Jupyter refuses to start for root (a container, most often) unless told that it may.
[ "$(id -u)" -ne 0 ] || set -- --allow-root "$@"
exec .venv/bin/python -m jupyterlab "$@"
