#!/bin/sh
# Opens JupyterLab on the lessons; what is given goes to the server (make lab LAB_ARGS="--no-browser --port 8899").
set -eu
cd "$(dirname "$0")/.."

# JupyterLab's own remark about a port that is taken drowns among others, and whoever names one counts on it.
port="" before=""
for word in "$@"; do
    case "$before" in --port | --ServerApp.port) port=$word ;; esac
    case "$word" in --port=* | --ServerApp.port=*) port=${word#*=} ;; esac
    before=$word
done
free='import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1]))).close()'
if [ -n "$port" ] && ! .venv/bin/python -I -c "$free" "$port" 2>/dev/null; then
    echo "Port $port cannot be had: JupyterLab takes the next free one, and prints its address below." >&2
fi

# The folder of sources holds every solution: authors open it in an editor, learners need not meet it by accident.
set -- --ServerApp.root_dir="$(pwd -P)/notebooks" \
    --ContentsManager.hide_globs=source --ContentsManager.hide_globs=__pycache__ \
    --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
    "$@"
# Jupyter refuses to start for root (a container, most often) unless told that it may.
[ "$(id -u)" -ne 0 ] || set -- --allow-root "$@"
exec .venv/bin/python -m jupyterlab "$@"
