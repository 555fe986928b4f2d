# Every target sets up what it needs. Start with `make run` or `make test`.
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
TO_RUN := .venv/.ready-to-run
TO_TEST := .venv/.ready-to-test
ASIDE := .venv/s3-server/.ready .venv/strangers/.ready
CLIENTS := .venv/clients/.ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: setup aside run demo test check messages reference release-store format shots bench soak system-packages clean

setup: $(TO_TEST) $(ASIDE)

$(TO_RUN): requirements/run.txt
	@echo "Setting up .venv (about a minute, the first time only)"
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements/run.txt
	$(BIN)/python -m compileall -q statuspage
	@touch $@

# The tools for tests come on top, into the same environment.
$(TO_TEST): $(TO_RUN) requirements/dev.txt pyproject.toml
	@echo "Adding what tests need (about two minutes, the first time only)"
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Programs of others that tests start: they want other versions than we do, so each stands by itself.
aside: $(ASIDE) $(CLIENTS)

$(ASIDE): .venv/%/.ready: requirements/%.txt $(TO_RUN)
	@echo "Adding .venv/$*, programs of others for the tests (seconds)"
	$(PYTHON) -m venv --clear --without-pip .venv/$*
	$(PIP) --python .venv/$*/bin/python install --no-compile --no-deps --ignore-requires-python --require-hashes -r $<
	@touch $@

# Those in JavaScript; without npm the tests that need them are skipped, and say so.
$(CLIENTS): requirements/clients/package-lock.json | system-packages
	@mkdir -p $(@D)
	@cp requirements/clients/*.json $(@D)
	@if command -v npm >/dev/null; then echo "Adding $(@D), clients in JavaScript for the tests (seconds)" && \
	  npm --prefix $(@D) ci --ignore-scripts --no-audit --no-fund --silent && touch $@; fi

run: $(TO_RUN)
	@$(BIN)/python -m statuspage run --host $(HOST) --port $(PORT)

demo: $(TO_RUN)
	@$(BIN)/python -m tests.demo .demo http://$(HOST):$(PORT) --serve

# Hundreds of tests start the program: each compiles it anew where the environment forbids bytecode.
# One process more than there are processors: many tests wait for another process.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup system-packages $(CLIENTS) check
	$(BIN)/pytest -n $$(($$(nproc) + 1)) --dist worksteal

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/messages.py --check
	$(BIN)/python .ci/reference.py --check
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive statuspage .ci
	$(BIN)/python .ci/advisories.py

# The list of all messages for translators, and each catalogue brought up to it.
messages: setup
	$(BIN)/python .ci/messages.py

# The filled store of the version that is being cut, which every later schema is tested to upgrade.
release-store: setup
	$(BIN)/python -m tests.helpers.filled

# The tables of docs/configuration.md, from the models that read config.toml.
reference: setup
	$(BIN)/python .ci/reference.py

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Pictures of each page in each state: make shots OUT=/tmp/shots; more in tests/shots/__main__.py.
OUT ?= .shots
shots: setup system-packages
	$(BIN)/python -m tests.shots $(OUT)

# All, or some: make bench ONLY="serving footprint"; PASTE=--paste puts them into docs/measurements.md.
bench: setup system-packages
	$(BIN)/python -m tests.bench $(ONLY) $(PASTE)

# As often as asked: make soak KILLS=1000
KILLS ?= 400
soak: setup
	STATUSPAGE_KILLS=$(KILLS) $(BIN)/pytest -k kill_nine

# Debian's chromium, nginx and wrk for the tests in a browser and the comparison; only as root on Debian.
system-packages:
	@sh .ci/system-packages.sh

clean:
	rm -rf .venv .demo var dist
