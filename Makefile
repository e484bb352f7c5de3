# Every verb of the project: `make` lists them.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:

PREFIX ?= /usr/local
CMAKE_FLAGS ?=

COMPOSE ?= docker-compose
COMPOSE_TEST := $(COMPOSE) -f docker-compose.ci.yml -p headstart-test
SHELL_SCRIPTS := scripts/*.sh scripts/*/*.sh tests/*.sh tests/*/*.sh tests/*/*/*.sh .ci/run
CXX_FILES = $$(git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp')

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-24s %s\n", $$1, $$2 } /^##@ / { printf "\n%s\n", substr($$0, 5) }' $(MAKEFILE_LIST)

##@ Build and test

.PHONY: install uninstall release test-release install-deps build build-tests test test-static test-versions test-pythons test-races test-faults test-diff demo demo-binary static dist bench asan fuzz test-docker test-examples ci clean
install-deps: ## Install Debian's packages for building and testing
	@scripts/install-deps.sh build test

build: build/build.ninja ## Build build/headstart
	@cmake --build build --target headstart

build-tests: build/build.ninja ## Build it and the tests
	@cmake --build build

build/build.ninja: CMakeLists.txt | install-deps
	@cmake -S . -B build -G Ninja $(CMAKE_FLAGS)

test: build-tests ## Build everything and run all tests, against a real server
	@CTEST_FLAGS="$(CTEST_FLAGS)" tests/run.sh

test-static: build-tests static ## Run the tests of what headstart promises on dist/headstart, SUITES of them
	@HEADSTART_BINARY="$(CURDIR)/dist/headstart" tests/run.sh $(or $(SUITES),golden manual diff integration e2e binary faults incidents security shells guard)

test-faults: build-tests ## Kill, cut, crash and crowd headstart at every place; print what was lost
	@tests/faults/run.sh

test-diff: build-tests ## Compare COUNT (400) pairs of schemas made at random, from SEED on (drawn), after the cases
	@tests/diff/run.sh $(or $(COUNT),400) $(SEED)

test-versions: build-tests ## Run the tests that need a server on PostgreSQL 13 to the newest of Debian's, SUITES of them
	@scripts/install-deps.sh versions
	@tests/versions/run.sh $(SUITES)

test-pythons: build-tests ## Import Alembic's and Django's histories with the Python of other SUITES of Debian
	@scripts/install-deps.sh versions
	@tests/imports/alembic/pythons.sh $(SUITES)

test-races: build-tests ## Run each test of many upgraders at once COUNT (200) times
	@tests/races.sh $(or $(COUNT),200)

demo: $(if $(HEADSTART_BINARY),,demo-binary) ## Migrate a throw-away PostgreSQL and start an application behind headstart, or HEADSTART_BINARY
	@scripts/install-deps.sh server
	@HEADSTART="$(or $(HEADSTART_BINARY),$(CURDIR)/build-demo/headstart)" scripts/demo.sh

demo-binary:
	@scripts/install-deps.sh build
	@echo "demo: building build-demo/headstart"
	@cmake -S . -B build-demo -G Ninja -DCMAKE_UNITY_BUILD=ON -DHEADSTART_TESTS=OFF >/dev/null
	@cmake --build build-demo

static: ## Build dist/headstart, the binary we ship
	@scripts/install-deps.sh static
	@scripts/build-static.sh

dist: static ## The same

install: ## Install the static binary, or else build/headstart, with manual page and completion: PREFIX=/usr/local DESTDIR=
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install.sh install "$(firstword $(wildcard dist/headstart) build/headstart)"

uninstall: ## Remove what install has installed, with the same PREFIX and DESTDIR
	@PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install.sh uninstall

release: ## Make tarballs, Debian packages, licences, lists of parts and checksums in dist/release, for ARCH (amd64 arm64)
	@scripts/install-deps.sh static release
	@scripts/release.sh $(ARCH)

test-release: release ## Try them: lintian, install, use and remove in a container, the other processor's binary on a server
	@scripts/install-deps.sh test server docker test-release
	@tests/release/run.sh $(ARCH)

bench: build ## Measure each promise of speed beside floor and peers, with ARGS of tests/bench/run.sh (--rows noop,wait …)
	@tests/bench/run.sh $(ARGS)

asan: install-deps ## Run all tests under the address and undefined-behaviour sanitizers
	@cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=Debug -DHEADSTART_SANITIZE=ON
	@cmake --build build-asan
	@HEADSTART_BUILD="$(CURDIR)/build-asan" tests/run.sh

fuzz: ## Look for inputs that break the readers and the planner, FUZZ_SECONDS (60) for each
	@scripts/install-deps.sh build fuzz
	@CC=clang-19 CXX=clang++-19 cmake -S . -B build-fuzz -G Ninja -DCMAKE_UNITY_BUILD=ON -DHEADSTART_FUZZ=ON -DHEADSTART_TESTS=OFF
	@cmake --build build-fuzz
	@tests/fuzz/run.sh build-fuzz

test-docker: build-tests ## Test the image, both compose files, the demo, and the binaries that SUITES of Debian build
	@scripts/install-deps.sh docker
	@SUITES="$(SUITES)" tests/docker/run.sh

test-examples: ## Build the examples of docs/examples and live with them in containers, EXAMPLES of them
	@scripts/install-deps.sh docker static
	@$(if $(HEADSTART_BINARY),,scripts/build-static.sh)
	@tests/examples/run.sh $(EXAMPLES)

ci: ## What CI runs
	@.ci/run

clean: ## Remove everything that was built
	@rm -rf build build-asan build-demo build-fuzz build-static build-static-* dist

##@ Style

.PHONY: format check-format lint
format: ## Lay out the C++ files
	@clang-format-19 -i $(CXX_FILES)

check-format: ## Fail when a C++ file is not laid out as .clang-format says
	@clang-format-19 --dry-run --Werror $(CXX_FILES)

lint: build ## clang-tidy, shellcheck, the rooms of src/ and the manual
	@scripts/install-deps.sh lint
	@shellcheck -x $(SHELL_SCRIPTS)
	@scripts/check-rooms.sh
	@scripts/check-docs.sh
	@run-clang-tidy-19 -quiet -p build -j2 "$(CURDIR)/src/.*"

##@ Development and test databases (docker-compose)

.PHONY: dev-up dev-down dev-logs dev-psql test-up test-down
dev-up: ## Start the development database and the demo application
	@$(COMPOSE) up -d --build db app

dev-down: ## Stop them; the data stays
	@$(COMPOSE) down

dev-logs: ## Follow their logs
	@$(COMPOSE) logs -f

dev-psql: ## psql on the development database
	@$(COMPOSE) exec db psql --username=owner --dbname=app

test-up: ## Start an empty database in memory, on port 5433
	@$(COMPOSE_TEST) up -d db

test-down: ## Stop and forget it
	@$(COMPOSE_TEST) down --volumes

##@ Migrations of the development database

.PHONY: migrate-up migrate-down migrate-create migrate-create-manual migrate-history migrate-current migrate-status migrate-check
migrate-up: ## Upgrade to head
	@scripts/migrate.sh upgrade head

migrate-down: ## Undo the newest migration
	@scripts/migrate.sh downgrade -1

migrate-create: ## Write a migration from migrations/schema: make migrate-create MESSAGE="Create users"
	@scripts/migrate.sh generate "$${MESSAGE:-}"

migrate-create-manual: ## Make an empty one, to be written by hand: make migrate-create-manual MESSAGE="Fill in slugs"
	@scripts/migrate.sh generate-manual "$${MESSAGE:-}"

migrate-history: ## List the migrations, newest first
	@scripts/migrate.sh history

migrate-current: ## Show where the database stands
	@scripts/migrate.sh current

migrate-status: ## Show everything about the database on one screen
	@scripts/migrate.sh status

migrate-check: ## Fail unless schema, migrations and database agree
	@scripts/migrate.sh check
