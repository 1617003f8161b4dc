# Every target sets up what it needs: a fresh machine with python3.11, make and the package registries is enough.
# `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
READY := $(VENV)/.ready

# Nothing here may phone home, and an installation never touches the user's own Prefect home.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export GX_ANALYTICS_ENABLED := false
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
# A flow starts several Python programs: each would compile all its imports again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo week serve test check programs format bench evaluate faults audit lock clean site site-assets

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## install everything into .venv (done by the other targets too)

$(READY): requirements.lock pyproject.toml
	@echo "==> setting up $(VENV) with $$($(PYTHON) --version) (about a minute; once)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		"$$(grep -m1 -o '^uv==[0-9.]*' requirements.lock)"
	@$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## a whole night on a sample portal, then what was read against what was printed
	@$(BIN)/gongkai demo

week: $(READY) ## seven nights on sample portals that change as the world does, while a reader looks on
	@$(BIN)/gongkai week

serve: $(READY) ## run the nights by their schedules: Prefect's server and worker on this machine, until Ctrl-C
	@$(BIN)/gongkai serve

test: check programs ## lint, types, then all tests (this is what CI runs)
	@echo "==> tests"
	@$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(READY) ## lint and types only
	@echo "==> ruff, mypy, sqlfluff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --processes 1 dbt_project/models dbt_project/tests

site: $(READY) ## the static site of what is published, into data/site
	@$(BIN)/gongkai site build

site-assets: $(READY) ## fetch what the site's SQL page runs on: pinned, checked packages
	@$(BIN)/gongkai site assets

programs: ## Debian packages that the tests need (LibreOffice, unar), where they are missing
	@tests/programs.sh

format: $(READY) ## put code and SQL into the house's layout
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix dbt_project/models dbt_project/tests

bench: $(READY) ## how fast: ratios within one run; writes build/bench.json
	@$(BIN)/python -m tests.bench

evaluate: $(READY) ## how right: the labelled real reports of ../shared; writes build/evaluate.json
	@$(BIN)/python -m tests.evaluate

faults: $(READY) ## how robust: kills and damage, really done; goes on where it was interrupted
	@$(BIN)/python -m tests.faults

audit: $(READY) ## known weaknesses of the pinned packages, where the registry can be asked
	@$(BIN)/uv tool run --quiet pip-audit==2.10.1 --strict --require-hashes --disable-pip --progress-spinner off \
		--requirement requirements.lock || { echo "==> a package has a known weakness, or nothing was audited:" \
		"'could not be audited' means that this registry answers no such question; ask on another network" >&2; exit 1; }

lock: $(READY) ## resolve requirements.lock anew from pyproject.toml, keeping the pins that still fit
	@$(BIN)/uv pip compile pyproject.toml --extra scale --group dev --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements.lock

clean: ## remove what the build and the demo made; real data stays
	@rm -rf build data/demo data/week dbt_project/target dbt_project/logs .pytest_cache .mypy_cache .ruff_cache
