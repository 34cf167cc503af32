# Everything a newcomer needs: `make serve` and `make test` do all the set-up themselves.

PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CLIENTS := tests/clients
CLIENTS_READY := $(CLIENTS)/node_modules/.ready
CKAN := $(CLIENTS)/.ckan
CKAN_READY := $(CKAN)/.ready
SCHEMATHESIS := .tools/schemathesis
SCHEMATHESIS_READY := $(SCHEMATHESIS)/.ready
DATASETTE := .tools/datasette
DATASETTE_READY := $(DATASETTE)/.ready
# Programs that the tests run against the server, each with the name of its package in Debian; with file comes the
# library by which CKAN tells files apart.
PROGRAMS := node:nodejs npm:npm curl:curl Rscript:r-base-core file:file zstd:zstd apache2:apache2-bin

.PHONY: serve build test check bench parity clean programs

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is missing: install it, or name another: make PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	touch $@

build: $(READY)
	$(BIN)/comity build

serve: build
	$(BIN)/comity serve --port $(PORT)

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/comity check --no-warnings

programs:
	@missing=""; for each in $(PROGRAMS); do \
	  command -v $${each%%:*} >/dev/null || missing="$$missing $${each##*:}"; \
	done; \
	test -z "$$missing" && exit 0; \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -qq -y --no-install-recommends $$missing; \
	else \
	  echo "The tests run real clients against the server. Install what is missing here:$$missing"; exit 1; \
	fi

$(CLIENTS_READY): $(CLIENTS)/package.json $(CLIENTS)/package-lock.json $(CLIENTS)/.npmrc | programs
	npm ci --prefix $(CLIENTS) --ignore-scripts --no-audit --no-fund
	touch $@

$(CKAN_READY): $(CLIENTS)/ckan.txt | programs
	$(PYTHON) -m venv --clear $(CKAN)
	$(CKAN)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement $<
	touch $@

$(SCHEMATHESIS_READY): tests/schemathesis/requirements.txt
	test -x $(SCHEMATHESIS)/bin/python || $(PYTHON) -m venv $(SCHEMATHESIS)
	$(SCHEMATHESIS)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

test: $(READY) $(CLIENTS_READY) $(CKAN_READY) $(SCHEMATHESIS_READY) | programs
	$(BIN)/python -m pytest -m "not alone" --numprocesses 2 --dist loadfile
	$(BIN)/python -m pytest -m alone

$(DATASETTE_READY): tests/bench/datasette.txt
	test -x $(DATASETTE)/bin/python || $(PYTHON) -m venv $(DATASETTE)
	$(DATASETTE)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	touch $@

bench: $(READY) $(DATASETTE_READY)
	$(BIN)/python -m tests.bench

# Whether Virtuoso 7 gives the rows that we give to every example query. Loads the snapshot in use into it.
parity: build
	$(BIN)/python -m tests.bench.parity

clean:
	rm -rf $(VENV) $(CLIENTS)/node_modules $(CKAN) $(SCHEMATHESIS) $(DATASETTE) snapshots .mypy_cache .ruff_cache .pytest_cache .hypothesis
