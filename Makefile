# `make help` lists the targets. `make run` and `make test` are all that a fresh machine needs.
SHELL := /bin/bash
SWIFT ?= swift
# The build refuses an import of a target that is not declared; warnings are errors in Package.swift.
BUILD_FLAGS := --explicit-target-dependency-import-check error
export RAPPORT_OPTIMIZE_ALGORITHMS = 1
WORKSPACE ?= out/rapport.db
OUT ?= out
SOURCES := Package.swift Sources Tests plugins

.PHONY: help setup run repl build release test test-plugin test-all check format lint accept bench fuzz docs docs-check hooks new-plugin clean

help: ## Lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

setup: ## Installs what is missing to build and test (Debian packages), or says what to install
	@bash .ci/setup

run: setup release ## Builds, replays the tour on samples/, keeps its runs, writes the report
	@mkdir -p $(OUT)
	@.build/release/rapport run notebooks/tour.md --out $(OUT) --workspace $(WORKSPACE)
	@echo
	@echo "The report:     $(OUT)/tour.html   (and $(OUT)/tour.md)"
	@echo "The runs:       $(WORKSPACE)   (sqlite3 $(WORKSPACE) 'select * from run_summary')"
	@echo "Type next:      make repl"
	@echo "and there:      orders = load \"samples/orders.csv\""
	@echo "                orders | summarize revenue=sum(amount) by month(ordered_at)"

repl: setup release ## Opens the prompt on the workspace of `make run`
	@mkdir -p $(OUT)
	@.build/release/rapport --workspace $(WORKSPACE)

build: setup ## Builds everything for debugging, tests too
	$(SWIFT) build --build-tests $(BUILD_FLAGS)

release: ## Builds the program for use
	@$(SWIFT) build -c release --product rapport $(BUILD_FLAGS) 2>&1 | { grep -vE '^\[[0-9]+/[0-9]+\]|^(Fetching|Fetched|Computing|Computed|Creating|Working|Building|Resolv)' || true; }
	@test -x .build/release/rapport

test: build ## Runs the tests; under five minutes
	$(SWIFT) test --skip-build $(BUILD_FLAGS) $(TESTFLAGS)

test-plugin: setup ## Builds, and runs one plugin's tests: make test-plugin NAME=loyalty
	@name="$(NAME)"; test -d "plugins/$${name:-?}/Tests" || { echo "NAME is one of: $$(cd plugins && echo */ | tr -d /)"; exit 2; }; \
	$(SWIFT) test $(BUILD_FLAGS) $(TESTFLAGS) --filter "$${name^}PluginTests\."

test-all: build ## Runs all tests: slow ones, 200 kills, real browser, real terminal
	@bash .ci/setup --all
	RAPPORT_TEST_ALL=1 $(SWIFT) test --skip-build $(BUILD_FLAGS) $(TESTFLAGS)

check: lint test docs-check ## Format, lint, warnings as errors, tests, docs: green at every commit

format: ## Formats the sources in place
	$(SWIFT) format format --in-place --parallel --recursive $(SOURCES)

lint: ## Checks format and comments
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)
	@bash .ci/lint-text

accept: build ## Writes what the replayed documents print now into them; read the diff
	RAPPORT_ACCEPT=1 $(SWIFT) test --skip-build $(BUILD_FLAGS) --filter Replay

bench: release ## Measures against the pinned peers, side by side, and writes a report
	bash Benchmarks/run.sh $(BENCHFLAGS)

fuzz: ## Runs the fuzz targets, FUZZ_SECONDS each (default 60)
	bash Fuzz/run.sh $${FUZZ_SECONDS:-60}

docs: build ## Generates docs/reference from the code
	.build/debug/rapport reference --out docs/reference

docs-check: build
	@rm -rf .build/reference && .build/debug/rapport reference --out .build/reference > /dev/null
	@diff -r .build/reference docs/reference || { echo 'docs/reference is old: make docs'; exit 1; }

hooks: ## Uses the project's git hooks
	git config core.hooksPath .githooks

new-plugin: ## Makes a plugin that passes: make new-plugin NAME=loyalty
	@bash plugins/new-plugin.sh "$(NAME)"

clean: ## Removes what was built
	rm -rf .build .build-* $(OUT)
