#!/usr/bin/env bash
# Makes a fresh machine ready: Python environment, SpatiaLite, front-end assets; for "test" also the servers and the
# browser that the tests use; then the packages of further lists. Says what it does where it takes a while, says nothing
# where nothing is to do.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}

say() { printf '%s\n' "· $*" >&2; }
fail() { printf '%s\n' "✗ $*" >&2; exit 1; }
digest() { cat "$@" | sha256sum | cut -c1-16; }

. setup/python.sh
. setup/debian.sh
. setup/node.sh

if [ "$purpose" = test ]; then
    make_environment requirements-dev.lock
else
    # The tests' packages include the portal's: an environment made for them serves both.
    is_made_from requirements-dev.lock || make_environment requirements.lock
fi
install_debian_packages setup/packages-run.txt
[ "$purpose" != test ] || install_debian_packages setup/packages-test.txt
for list in "${@:2}"; do install_debian_packages "$list"; done
install_assets "$purpose"
.venv/bin/python setup/catalogues.py
