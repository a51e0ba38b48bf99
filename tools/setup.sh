#!/bin/sh
# Makes .venv ready: the packages of requirements.lock, this checkout on top, bytecode compiled. Needs nothing but
# Python 3.11, 3.12 or 3.13; `make lab PYTHON=/path/to/python` chooses one. Done already: returns at once.
# What goes wrong is told in one sentence; pip's own words are in build/setup.log.
set -u
cd "$(dirname "$0")/.." || exit 1

py=.venv/bin/python
log=build/setup.log
stamp=.venv/.course-ready      # what the finished set-up was made from; absent while one is at work
ours=.venv/.course-made        # this script made the environment, so it may also delete it
here=$(pwd -P)
content=$(cat requirements.lock pyproject.toml tools/setup.sh tools/jupyterlab_overrides.json | cksum)

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

runs() { "$py" -I -S -c '' 2>/dev/null; }

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$content in $here" ] && runs; then
    exit 0
fi

# ------------------------------------------------------------------ one set-up at a time
mkdir -p build 2>/dev/null || fail "The folder build/ cannot be made here: move the course to a folder you may write to."
if ! mkdir build/setup.running 2>/dev/null; then
    other=$(cat build/setup.running/pid 2>/dev/null)
    if [ -n "$other" ] && kill -0 "$other" 2>/dev/null; then
        fail "Another set-up of this folder is at work (process $other): wait until it is done, then run the command again."
    fi
    mkdir -p build/setup.running       # the one that made it was killed
fi
echo $$ >build/setup.running/pid
trap 'rm -rf build/setup.running' EXIT
trap 'exit 130' HUP INT TERM
: >"$log"

# ------------------------------------------------------------------ keep, update or throw away what is there
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'
number='import sys; print("%d.%d" % sys.version_info[:2])'

if [ -e "$ours" ]; then
    # Ours and finished here once: brought up to date in place. Stopped half-way or moved: nothing in it can be trusted.
    case "$(cat "$stamp" 2>/dev/null)" in *" in $here") runs || rm -rf .venv ;; *) rm -rf .venv ;; esac
elif [ -e .venv ]; then
    # Somebody else's: used, never deleted.
    { "$py" -I -c "$fits" && "$py" -I -m pip --version; } >>"$log" 2>&1 ||
        fail "The folder .venv was not made by this command and holds no Python 3.11 to 3.13 with pip: rename or delete it, then run the command again."
fi
rm -f "$stamp"

# ------------------------------------------------------------------ the environment
choose_python() {
    if [ -n "${PYTHON:-}" ]; then set -- "$PYTHON"; else set -- python3 python3.13 python3.12 python3.11; fi
    seen=""     # versions that do not fit
    bare=""     # a version that fits, but cannot make environments
    for python in "$@"; do
        version=$("$python" -c "$number" 2>>"$log") || continue      # a pyenv shim exists, and fails when run
        if ! "$python" -c "$fits"; then
            case ", $seen," in *", $version,"*) ;; *) seen="$seen${seen:+, }$version" ;; esac
        elif "$python" -c 'import venv, ensurepip' 2>>"$log"; then
            return
        else
            bare=$version
        fi
    done
    [ -z "$bare" ] || fail "Python $bare is here, but without its venv module: install that (Debian and Ubuntu: sudo apt install python$bare-venv), then run the command again."
    [ -z "${PYTHON:-}" ] || fail "The course needs Python 3.11, 3.12 or 3.13 and PYTHON=$PYTHON is ${seen:-no Python that runs}: name another one and run the command again."
    fail "The course needs Python 3.11, 3.12 or 3.13 and found ${seen:+only }${seen:-none}: install one of them (python.org has them for every system), then run the command again."
}

started=$(date +%s)
if [ ! -e .venv ]; then
    choose_python
    echo "Setting up the course in .venv with Python $version: once, some minutes"
    mkdir .venv && : >"$ours" && "$python" -m venv .venv >>"$log" 2>&1 ||
        fail "The environment .venv could not be made: the reason is at the end of $log."
else
    echo "Bringing .venv up to date"
fi

# ------------------------------------------------------------------ the packages
# The lock is the whole truth: settings of this machine's pip that would send packages elsewhere are put aside.
unset PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIREMENT PIP_DRY_RUN PIP_REQUIRE_HASHES
export PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1

pip_install() { "$py" -I -m pip install --no-compile --progress-bar off "$@" >>"$log" 2>&1; }

logged() { grep -Eqi "$1" "$log"; }

explain() {
    if logged 'No space left|Errno 28'; then
        fail "The disk is full: the course needs about 3 GB, so make room and run the command again."
    elif logged 'DO NOT MATCH THE HASHES'; then
        fail "A package arrived altered (its checksum is not the one in requirements.lock), so nothing of it was installed: try another network, and see $log for its name."
    elif logged 'Retrying \(|ConnectionError|Could not fetch URL|name resolution|Network is unreachable|Read timed out'; then
        fail "The packages could not be fetched: connect to the internet and run the command again (pip's own words are in $log)."
    fi
    fail "The packages could not be installed: the reason is at the end of $log; mend it and run the command again."
}

echo "  packages (about 0.8 GB to fetch)"
pip_install --require-hashes --retries 3 -r requirements.lock || explain
pip_install --no-deps --no-build-isolation -e . || explain

# ------------------------------------------------------------------ what a first start would otherwise wait for
# TensorFlow starts in a third of the time once its bytecode is compiled; some packages carry files that do not compile,
# which is no failure. matplotlib lists the machine's fonts once, and would say so in the first lesson.
echo "  bytecode"
site=$("$py" -I -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$py" -I -m compileall -q -j 2 "$site" deepfake_lessons >>"$log" 2>&1 || :
"$py" -I -c 'import matplotlib.font_manager' >>"$log" 2>&1 || :

# JupyterLab must not ask about news on its first start.
settings=.venv/share/jupyter/lab/settings
mkdir -p "$settings" && cp tools/jupyterlab_overrides.json "$settings/overrides.json"

"$py" -I -c 'import deepfake_lessons' >>"$log" 2>&1 ||
    fail "The packages are installed but the course cannot be imported: the reason is at the end of $log."
echo "$content in $here" >"$stamp.new" && mv "$stamp.new" "$stamp"
echo "Ready after $(($(date +%s) - started)) seconds"
