# Two commands: `make build` draws the protocols, `make test` runs the tests.
# Needs Python 3.11 to 3.13, pip and git; keeps everything it installs in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The versions that were tried together; `python -m tests.supply constraints` prints them.
PINS := .ci/constraints.txt

.PHONY: build test test-every test-office test-exchange test-stores corpus check bench docs docs-check words sbom clean

build: $(VENV)/installed
	$(BIN)/katch build protocols

check: $(VENV)/installed
	$(BIN)/katch check protocols --budget 60s,4GB

# Both workers and every command that a test starts read what Python compiled before.
test: $(VENV)/installed-test
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --no-loadscope-reorder $(ARGS)

# Everything of which a usual run takes some: all typical mistakes, random examples of
# every size and twice as many, and each paper and drawing in each language.
test-every: $(VENV)/installed-test
	KATCH_EXAMPLES=2 KATCH_EVERY_LANGUAGE=1 PYTHONDONTWRITEBYTECODE= \
	  $(BIN)/python -m pytest -n 2 --no-loadscope-reorder $(ARGS)

# LibreOffice (500 MB) opens slides, annex and workbook; elsewhere these tests say why they
# skip.
test-office: $(VENV)/installed-test
	KATCH_HEAVY=1 $(BIN)/python -m pytest tests/papers/test_libreoffice.py \
	  tests/exchange/test_workbook_office.py $(ARGS)

# Programs that read what is exported and are too heavy for every run: pm4py (550 MB, AGPL,
# so never a part of us), QtScxml of PySide6 (430 MB), PlantUML (Java), Ruby, a JDK with
# gson, LibreOffice Calc; and a browser, npm, node, which .ci/run installs. Here a missing
# one is a failure; elsewhere these tests say why they skip.
HEAVY := plantuml ruby default-jdk-headless libgoogle-gson-java libreoffice-calc-nogui
test-exchange: $(VENV)/installed-test
	$(PIP) install --constraint $(PINS) "pm4py>=2.7,<3" "PySide6-Addons>=6.8,<7"
	dpkg -s $(HEAVY) >/dev/null 2>&1 || { root=; test $$(id -u) = 0 || root=sudo; \
	  $$root apt-get -qq update && $$root env DEBIAN_FRONTEND=noninteractive \
	    apt-get -qq install -y --no-install-recommends $(HEAVY) >/dev/null; }
	CI=true KATCH_HEAVY=1 KATCH_EVERY_LANGUAGE=1 \
	  $(BIN)/python -m pytest tests/exchange $(ARGS)

# What takes half an hour: a store of a closed loop killed at every statement, two cases
# that end at once a thousand times, workers of DBOS that die, and Schemathesis (thirty
# packages) at the service; and the workflow of Temporal that the docs show.
test-stores: $(VENV)/installed-test
	$(PIP) install --constraint $(PINS) "schemathesis>=4.32,<5" "temporalio>=1.35,<2"
	CI=true KATCH_HEAVY=1 KATCH_HISTORIES=24 KATCH_KILLS=300 \
	  $(BIN)/python -m pytest -p no:schemathesis tests/stores tests/engines tests/service $(ARGS)

# 87,982 hostile inputs, some minutes; `make test` tries a thousandth of them.
corpus: $(VENV)/installed-test
	PYTHONHASHSEED=0 $(BIN)/python -m tests.corpus $(ARGS)

bench: $(VENV)/installed-test
	$(BIN)/python -m benchmarks $(ARGS)

docs: $(VENV)/installed-dev
	$(BIN)/python -m sphinx -E -n -W --keep-going -q -b html docs docs/_build/html

# Every page is read and every link looked up, nothing is written, no quote is rounded: a
# sixth of the time.
docs-check: $(VENV)/installed-dev
	$(BIN)/python -m sphinx -E -n -W --keep-going -q -b dummy -D smartquotes=0 \
	  docs docs/_build/check

# After a change of English: the catalogues of the other languages follow.
words: $(VENV)/installed-test
	$(BIN)/python -m tests.words sync

# What an installation brings along, as CycloneDX.
sbom: $(VENV)/installed-test
	$(BIN)/python -m tests.supply sbom > sbom.cdx.json

# Some systems ship venv without pip; then the pip that is there fills the venv.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
	  rm -rf $(VENV) && \
	  $(PYTHON) -m venv --without-pip $(VENV) && \
	  $(PYTHON) -m pip --python $(VENV)/bin/python install --quiet pip; }
	$(PIP) install --upgrade "pip>=25.1"

$(VENV)/installed: pyproject.toml $(PINS) | $(BIN)/python
	$(PIP) install --constraint $(PINS) --editable .
	@touch $@

# With a group of pyproject.toml: installed-test, installed-dev, which has `test` too.
$(VENV)/installed-%: pyproject.toml $(PINS) | $(BIN)/python
	$(PIP) install --constraint $(PINS) --editable ".[all]" --group $*
	@touch $(VENV)/installed $@
	@test $* != dev || touch $(VENV)/installed-test

clean:
	rm -rf $(VENV) docs/_build sbom.cdx.json
