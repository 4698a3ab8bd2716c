# Two commands: `make run` and `make test`. The rest is for developers.
.DEFAULT_GOAL := help
SHELL := bash
PORT ?= 8000
WEB_CONCURRENCY ?= 2
export PORT WEB_CONCURRENCY
LOCK := .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes --no-header

.PHONY: help
help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run:  ## set up what is missing, load the demo county the first time, serve
	@setup/prepare.sh run
	@.venv/bin/python -m setup.serve

.PHONY: test
test:  ## set up what is missing, run all tests on both databases and in Chromium (ARGS=… for pytest)
	@setup/prepare.sh test
	@.venv/bin/python -m pytest $(ARGS)

.PHONY: check
check:  ## style, types, import contracts, translations, HTML of the rendered pages
	@setup/prepare.sh test
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	PYTHONPATH=. .venv/bin/lint-imports --no-cache
	.venv/bin/python setup/translations.py --check
	.venv/bin/python -m tests.rendered var/rendered
	.venv/bin/node node_modules/html-validate/bin/html-validate.mjs 'var/rendered/*.html'

.PHONY: bench
bench:  ## measure the portal beside a bare Flask route, as ratios in one run (ARGS=--quick)
	@setup/prepare.sh test setup/packages-bench.txt
	.venv/bin/python -m tests.bench $(ARGS)

.PHONY: translations
translations:  ## take new texts into the English catalogue
	@setup/prepare.sh test
	.venv/bin/python setup/translations.py

.PHONY: lock
lock:  ## pin the newest versions that pyproject.toml and package.json allow
	@setup/prepare.sh test
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) --group pyproject.toml:node -o requirements-node.lock
	PATH="$$PWD/.venv/bin:$$PATH" npm install --package-lock-only
