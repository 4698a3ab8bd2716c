# The Python environment in .venv/, made from a lock file with hashes. Sourced by prepare.sh.

find_python() {
    local candidate
    for candidate in python3.14 python3.13 python3.12 python3 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-9].*/bin/python; do
        # A pyenv shim can be on the PATH and still not run; Debian's python3 can lack what makes environments.
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

is_made_from() {
    [ -e ".venv/.locked-$(digest "$1")" ] && .venv/bin/python -c '' 2>/dev/null
}

make_environment() {
    local lock=$1 python
    is_made_from "$lock" && return
    if ! .venv/bin/python -c '' 2>/dev/null; then
        python=$(find_python) || fail "no Python 3.12 or newer that can make environments. Install one, for example:" \
            "apt-get install python3 python3-venv (Debian 13, Ubuntu 24.04 or newer), or: pyenv install 3.12"
        say "making the Python environment with $python"
        "$python" -m venv --clear .venv
    fi
    say "installing the Python packages of $lock"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock" ||
        fail "pip could not install $lock; is the Python package index reachable?"
    rm -f .venv/.locked-*
    touch ".venv/.locked-$(digest "$lock")"
}
