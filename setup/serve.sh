#!/usr/bin/env bash
# Brings the database up to date, starts web and job worker together, and prints the address once it answers.
set -euo pipefail
cd "$(dirname "$0")/.."
export FLASK_APP=wsgi
.venv/bin/flask prepare

announce() {
    for _ in $(seq 300); do
        if .venv/bin/python setup/answers.py "http://127.0.0.1:$PORT/healthz"; then
            printf '\n  %s\n\n' "http://127.0.0.1:$PORT/"
            return
        fi
        sleep 0.2
    done
}

announce &
# honcho would set PORT itself: it is told the one that was asked for.
exec .venv/bin/honcho --no-colour start --port "$PORT"
