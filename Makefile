# MusicGen Local. `make demo` makes music, `make test` proves it works; both set up what they need.

# The first Python on the PATH that will do; a name alone proves nothing, so each is run.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11 python; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DEMO_PROMPT := lo-fi hip hop with rain sounds, relaxed, 82 bpm
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev sounds demo test check format bench bench-composer bench-audio bench-api crash-test lock clean-kernels clean

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
	@touch $@

sounds: setup ## Install the sampled instruments (about 60 MB, once)
	@$(BIN)/mgl assets install --all || \
		echo "Going on without sampled instruments: the composer plays its own synthesizers."

demo: setup sounds ## Turn a prompt into a finished track in demo/
	@$(BIN)/mgl generate "$(DEMO_PROMPT)" --duration 60 --stems --midi --out demo/

test: setup-dev sounds ## Everything that proves the product
	@$(BIN)/python -m pytest -n 2 --dist loadfile --cov --cov-report=term --cov-fail-under=85 $(PYTEST_ARGS)

check: setup-dev ## Lint, format and types, as CI sees them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup-dev ## Put the code in the house's shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: bench-audio bench-composer bench-api ## Every figure of docs/performance.md

bench-audio: setup-dev
	$(BIN)/python benchmarks/bench_audio.py

bench-composer: setup-dev sounds
	$(BIN)/python benchmarks/bench_composer.py

bench-api: setup-dev sounds
	$(BIN)/python benchmarks/bench_api.py
	$(BIN)/python benchmarks/bench_sse.py

crash-test: setup-dev sounds ## Kill everything at random while 500 jobs run; count what is lost
	$(BIN)/python benchmarks/crash_test.py

lock: setup-dev ## Pin the dependencies again (needs uv)
	uv pip compile pyproject.toml --extra build --extra tags --universal --generate-hashes --no-emit-index-url \
		--no-header --python-version 3.11 --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra build --extra tags --extra dev --universal --generate-hashes --no-emit-index-url \
		--no-header --python-version 3.11 --quiet --constraint requirements.lock --output-file requirements-dev.lock

clean-kernels: ## Forget the compiled kernels
	find src -name '*.nb[ic]' -delete

clean: ## Remove the environment and what was made
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .coverage htmlcov
