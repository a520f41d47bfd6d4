# make run    set up, then draft and build the sample's editions and open the desk (SERVE=0 stops before the desk)
# make test   set up, then run every test, each with all its examples
# make bench  measure beside the peers; BENCH="--full --write" for the tables of docs/performance.md
# make bench-memory  the memory beside brute force; MEMORY="--sizes 10000,100000,1000000 --peers" for all of docs/performance.md
# make fidelity  documents there and back, beside the peers; FIDELITY="--write" for the tables of docs/fidelity.md
# make torture  kill, cut the power, fill the disk and race, for hours; TORTURE="kills --kills 200" for a part; docs/reliability.md
# make fuzz   bytes made up by a fuzzer; TARGET="po inline" SECONDS=600, all targets for a minute where nothing is said
# make lock   what a server needs, in one version each, with digests; make sbom  what is installed, and its licences
# make check  format, lint, types, architecture and the fast tests; each property and matrix in part
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SERVE ?= 1
SAMPLE := build/sample
FAST := $(BIN)/python -m pytest -q -n auto --dist worksteal -m "not slow"
PIP := $(BIN)/python -m pip --disable-pip-version-check

# Python keeps what it compiled, or each run of the tests would compile all of them anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check fast slow bench bench-memory compared fidelity fuzz torture catalogs transcript pictures lock sbom clean

$(VENV)/.installed: pyproject.toml hatch_build.py locales/my/LC_MESSAGES/desk.po locales/es/LC_MESSAGES/desk.po
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade pip
	$(PIP) install --quiet --editable ".[web,docx,wal]"
	touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(PIP) install --quiet --group dev
	touch $@

$(SAMPLE): $(VENV)/.installed
	mkdir -p build
	rm -rf $@.part && mkdir $@.part
	cp -R diglot.toml articles locales $@.part/
	mv $@.part $@

run: $(VENV)/.installed | $(SAMPLE)
	$(BIN)/diglot -C $(SAMPLE) update
	$(BIN)/diglot -C $(SAMPLE) draft
	$(BIN)/diglot -C $(SAMPLE) status
	$(BIN)/diglot -C $(SAMPLE) build -l my --format html,epub,markdown,text
	$(BIN)/diglot -C $(SAMPLE) build -l es --format html,epub,markdown,text --draft
	@if [ "$(SERVE)" != 0 ]; then $(BIN)/diglot -C $(SAMPLE) serve; fi

test: $(VENV)/.developed
	DIGLOT_TESTS=thorough $(BIN)/python -m pytest --durations=20

check: $(VENV)/.developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(FAST)

fast: $(VENV)/.developed
	$(FAST)

slow: $(VENV)/.developed
	DIGLOT_TESTS=thorough $(BIN)/python -m pytest -m slow

# Measure beside the peers, in one run; the numbers stand in docs/performance.md.
bench: $(VENV)/.developed build/peers/.installed
	$(BIN)/python bench/startup.py
	$(BIN)/python bench/catalogs.py $(BENCH)
	$(BIN)/python bench/engines.py $(filter --write,$(BENCH))
	$(BIN)/python bench/fidelity.py --quick
	$(BIN)/python bench/desk.py
	$(BIN)/python bench/editions.py

# What is in the e-books that we and others make of one article; docs/editions-compared.md.
compared: $(VENV)/.developed
	test -x build/compared/venv/bin/python || $(PYTHON) -m venv build/compared/venv
	build/compared/venv/bin/python -m pip --disable-pip-version-check install --quiet bbook-maker bilingual-epub-toolkit || true
	$(BIN)/python bench/editions_compared.py --write

# The memory: texts are generated once, in build/bench-memory.
bench-memory: $(VENV)/.developed build/peers/.installed
	$(BIN)/python bench/memory.py $(MEMORY)

# Does a document come back? Fetches the documents once; FIDELITY="--write" for docs/fidelity.md, "--quick" for a tenth.
fidelity: $(VENV)/.developed build/peers/.installed
	$(BIN)/python bench/fidelity.py $(FIDELITY)

# Trials and losses: kill -9, a disk that fails, writers at once, outside editors, power cuts; docs/reliability.md.
torture: $(VENV)/.developed
	cd tests && ../$(BIN)/python -m torture $(TORTURE)

# Readers, catalogs, marks and merges against made-up bytes; docs/hostile.md. The fuzzer is fetched for it alone.
fuzz: $(VENV)/.developed
	$(BIN)/python -c "import atheris" 2>/dev/null || $(PIP) install --quiet "atheris>=3.0"
	$(BIN)/python bench/fuzz.py --seconds $(or $(SECONDS),60) $(TARGET)

# The tools we measure beside. They are no dependencies: where they cannot be had, the bench says so and goes on.
build/peers/.installed:
	mkdir -p build
	test -x build/peers/bin/python || $(PYTHON) -m venv build/peers
	build/peers/bin/python -m pip --disable-pip-version-check install --quiet "translate-toolkit[markdown,levenshtein]" mdpo polib && touch $@ || true

# Bring the desk's interface catalogs up to date with its texts.
catalogs: $(VENV)/.installed
	$(BIN)/pybabel -q extract -F babel.cfg --no-location --omit-header --sort-output -o locales/desk.pot webapp
	for l in my es; do $(BIN)/pybabel -q update -D desk -i locales/desk.pot -d locales -l $$l --no-fuzzy-matching --ignore-pot-creation-date; done

# Take the pictures of the desk that the documentation shows.
pictures: $(VENV)/.developed
	$(BIN)/python docs/pictures/take.py

# Write anew what pages show of the program: the README's transcript, the references of commands and checks.
transcript: $(VENV)/.developed
	$(BIN)/python tests/test_readme.py
	PYTHONPATH=tests $(BIN)/python tests/test_docs.py

# ops/requirements.lock; asks pip, installs nothing.
lock: $(VENV)/.developed
	$(BIN)/python ops/lock.py

# build/sbom.json (CycloneDX), of what this virtual environment has of what Diglot needs.
sbom: $(VENV)/.developed
	$(BIN)/python ops/sbom.py

clean:
	rm -rf build dist webapp/translations
