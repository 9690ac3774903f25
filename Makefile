# Evenkeel. `make run` starts the course on this machine; `make test` proves it. Both set up all they need.
# The recipes stay thin: what needs thought lives in Python, where it is tested.

VENV   := .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
STAMP  := $(VENV)/set-up
NODE   := node_modules/.package-lock.json
PROXY  := hub/node_modules/.package-lock.json
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup book workbook run hub hub-remove demo-class learner-copy check lint types js test test-all bench audit sbom lock schemas words notebooks masters clean

help:  ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP)  ## set up .venv (again only when the lock has changed)

$(STAMP): requirements.txt pyproject.toml
	@sh tests/setup.sh $(VENV)
	@touch $@

$(NODE): package.json package-lock.json | $(STAMP)
	@echo "set-up: the development tools for JavaScript (npm)"
	@npm ci --no-fund --no-audit --loglevel=error
	@touch $@

$(PROXY): hub/package.json hub/package-lock.json | $(STAMP)
	@echo "set-up: the proxy of the hub (npm)"
	@cd hub && npm ci --no-fund --no-audit --loglevel=error
	@touch $@

book: $(STAMP)  ## build the book into _build/html
	@$(PY) -m evenkeel.book.build

run: $(STAMP)  ## build the book, start the course on this machine and print where to go
	@$(PY) -m evenkeel.run

hub: $(PROXY)  ## as root: start a hub with made-up people on this machine, to try out
	@$(PY) -m evenkeel_hub try

hub-remove: $(STAMP)  ## take away what make hub made: accounts, homes, the class
	@$(PY) -m evenkeel_hub try --remove

demo-class: $(STAMP)  ## add a class of twelve made-up learners to try marking on
	@$(PY) -m evenkeel_grading.demo

learner-copy: $(STAMP)  ## write the course a learner's server gets: make learner-copy DEST=/some/folder
	@test -n "$(DEST)" || { echo "Say where to: make learner-copy DEST=/some/folder"; exit 2; }
	@evenkeel learner-copy "$(DEST)"

workbook: book  ## print the course to PDF: a workbook and a facilitator's guide
	@evenkeel workbook

check: $(STAMP)  ## check every quiz, scenario, worksheet and rubric, and how they and the pages are written
	@evenkeel check
	@evenkeel lint

schemas: $(STAMP)  ## write the JSON Schemas for editors from the models
	@evenkeel schemas
	@$(PY) -m evenkeel_grading schemas

words: $(STAMP)  ## gather the interface's phrases into the catalogues under exercises/evenkeel/locale
	@$(PY) tests/words.py

notebooks: $(STAMP)  ## run the practice notebooks and keep their outputs
	@$(PY) tests/notebooks.py

masters: $(STAMP)  ## write source/ from the worksheets
	@$(PY) -m evenkeel_grading.masters

lint: $(STAMP)
	ruff check --no-cache .  # its cache forgets that a new file changes what an import is
	ruff format --check .

types: $(STAMP)
	mypy

js: $(NODE)
	npx --no-install tsc -p jsconfig.json
	node --test tests/js/*.test.js

test: $(PROXY) lint types js check  ## run the tests (under 20 minutes on 2 cores)
	@$(PY) tests/preflight.py
	$(PY) -m pytest -n 2 --dist loadfile -m "not slow"

test-all: $(PROXY) lint types js check  ## run every test, the long ones too
	@$(PY) tests/preflight.py
	$(PY) -m pytest -n 2 --dist loadfile

bench: $(NODE)  ## measure: figures and their date go into tests/benchmarks/README.md
	$(PY) -m tests.benchmarks

audit: $(STAMP)  ## ask PyPI's and npm's advisories whether anything we use is known to be unsafe
	@$(PY) tests/supply.py audit

sbom: $(STAMP)  ## write bills of materials (CycloneDX) of every lock into _build/sbom
	@$(PY) tests/supply.py sbom _build/sbom

lock: $(STAMP)  ## pin every package again from pyproject.toml
	@$(PY) tests/lock.py

clean:  ## remove what was built; answers and marks under _run/ stay
	rm -rf _build dist
