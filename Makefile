# Everything needs Go, make and git only; `make help` lists the targets.

STEAMPIPE_INSTALL_DIR ?= $(HOME)/.steampipe
VERSION     := $(shell git describe --tags --always --dirty 2>/dev/null || echo 0.1.0-dev)
LDFLAGS     := -s -w -X github.com/m365cc/steampipe-plugin-m365cc/m365cc.Version=$(VERSION)
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
LINTER      := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# The race detector needs a C compiler, which a machine with Go need not have.
RACE        := $(shell command -v cc >/dev/null 2>&1 && echo -race)

# The same flags everywhere, so that everything is compiled once for building, checking and testing.
export GOFLAGS     += -trimpath
export CGO_ENABLED = 0

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

.PHONY: build
build: ## build bin/m365cc
	go build -ldflags '$(LDFLAGS)' -o bin/m365cc .

.PHONY: demo
demo: build ## build, start a made-up tenant and ask it questions
	bin/m365cc query --demo --output table -f docs/demo.sql

.PHONY: install
install: build ## install the plugin for Steampipe, and the sample connection if there is none
	mkdir -p '$(STEAMPIPE_INSTALL_DIR)/plugins/local/m365cc' '$(STEAMPIPE_INSTALL_DIR)/config'
	cp bin/m365cc '$(STEAMPIPE_INSTALL_DIR)/plugins/local/m365cc/m365cc.plugin.new'
	mv '$(STEAMPIPE_INSTALL_DIR)/plugins/local/m365cc/m365cc.plugin.new' '$(STEAMPIPE_INSTALL_DIR)/plugins/local/m365cc/m365cc.plugin'
	test -e '$(STEAMPIPE_INSTALL_DIR)/config/m365cc.spc' || cp config/m365cc.spc '$(STEAMPIPE_INSTALL_DIR)/config/m365cc.spc'

.PHONY: test
test: check test-race test-plain test-sdk ## formatting, vet, static analysis and all tests

.PHONY: check
check:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo 'these files are not formatted: run gofmt -w .'; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

# Steampipe's SDK races with itself, so its path is in packages of its own and tested without -race. The made-up tenant
# runs under the race detector in the tests of all the others, and in those of its own that do several things at once.
.PHONY: test-race
test-race:
	CGO_ENABLED=$(if $(RACE),1,0) go test -timeout 20m $(RACE) ./m365cc/graph/... ./m365cc/licensing/... ./m365cc/engine/... ./m365cc/cmd/... ./m365cc/soak/...
	CGO_ENABLED=$(if $(RACE),1,0) go test $(RACE) -run 'Parallel|AtOnce|WhileServing|Close|Hold' ./m365cc/demo/

.PHONY: test-plain
test-plain:
	go test -timeout 20m . ./m365cc ./m365cc/demo/... ./m365cc/bench/...

# Microsoft's own client reads the made-up tenant; compiling it takes minutes and some 4 GB of memory.
.PHONY: test-sdk
test-sdk:
	go test -tags msgraph -run TestMicrosoftSDK ./m365cc/demo/

# How long each fuzz test runs.
FUZZTIME    ?= 10s

# Of packages with SQLite only the seeds are run: with what fuzzing puts into each line, it takes many minutes to compile.
.PHONY: fuzz
fuzz: ## run each fuzz test for a while (FUZZTIME=1m)
	@set -e; for package in $$(go list ./...); do \
	  tests=$$(go test -list '^Fuzz' $$package | grep '^Fuzz') || continue; \
	  if go list -deps $$package | grep -q go-sqlite3-wasm; then go test -run '^Fuzz' $$package; continue; fi; \
	  for fuzz in $$tests; do echo "$$fuzz"; go test -run '^$$' -fuzz "^$$fuzz\$$" -fuzztime '$(FUZZTIME)' $$package; done; \
	done

.PHONY: vuln
vuln: ## look for known vulnerabilities in what the program calls
	@.ci/vuln $(GOVULNCHECK)

.PHONY: lint
lint: ## the linters of .golangci.yml
	go run $(LINTER) run ./...

.PHONY: bench
bench: ## CPU, allocations and memory per row, beside what there is to compare with (BENCH='-users 500000')
	go test -run '^$$' -bench . -benchtime 1x ./m365cc/...
	go run ./m365cc/bench $(BENCH)

.PHONY: soak
soak: ## 200 queries at a time for two minutes, while things go wrong (SOAK='-time 10s')
	go run ./m365cc/soak $(SOAK)

.PHONY: generate
generate: ## make the tables of names again from the CSV files of the licensing folder
	go generate ./m365cc/licensing
