# make run     everything on this machine: Mattermost, PostgreSQL, a Zoom simulator, the plugin   (see README.md)
# make test    style, unit tests, and integration and browser tests on both real Mattermost servers
# make dist    dist/zoom-<version>.tar.gz for all platforms
# make deploy  the same, uploaded to MATTERMOST_URL with MATTERMOST_TOKEN

SHELL := /bin/bash
ID := zoom
VERSION := $(shell node -p "require('./plugin.json').version")
$(if $(VERSION),,$(error Node.js is needed and not in PATH: install version 20 or newer))
HOST := $(shell go env GOOS)-$(shell go env GOARCH)
$(if $(HOST:-=),,$(error Go is needed and not in PATH: install version 1.26 or newer))
PLATFORMS := linux-amd64 linux-arm64 darwin-amd64 darwin-arm64 windows-amd64
GO_BUILD := CGO_ENABLED=0 go build -trimpath -ldflags "-s -w"
HOST_BUNDLE := dist/$(ID)-$(VERSION)-$(HOST).tar.gz
DIST_BUNDLE := dist/$(ID)-$(VERSION).tar.gz

.DELETE_ON_ERROR:

.PHONY: run
run: bundle
	@go build -o dist/dev ./build/dev
	@BUNDLE=$(HOST_BUNDLE) exec dist/dev

.PHONY: test
test: style unit integration browser

.PHONY: style
style: webapp/node_modules/.package-lock.json
	go tool -modfile=build/lint/go.mod golangci-lint run --allow-parallel-runners ./...
	cd webapp && npm run --silent style

.PHONY: unit
unit: $(addsuffix /node_modules/.package-lock.json,webapp webapp/test/react16 webapp/test/react19)
	cd webapp && npm run --silent test
	go test -race ./build/... ./server/...

# Hostile input for every fuzz target, one after the other, FUZZTIME each: a time, or a count such as 1000x. What is found goes to
# testdata/fuzz beside the target, and fails from then on. Go's cache keeps the corpus, so that the next run goes on where this one ends;
# dist/fuzz.tsv keeps the sums that are in docs/reliability.md.
FUZZTIME ?= 1m
.PHONY: fuzz
fuzz:
	@build/fuzz $(FUZZTIME)

.PHONY: integration
integration: bundle
	BUNDLE=$(abspath $(HOST_BUNDLE)) go test -count=1 -timeout 40m -v ./e2e

# What can go wrong, on both servers or on one, SERVER: kills, outages, lost and doubled events. make integration plays a short form of it.
# Each of the ROUNDS is a line in docs/reliability.md, so that a long series can be cut and gone on with. OLD is the version that plays beside
# this one.
ROUNDS ?= 1
SERVER ?=
OLD ?= adb2dc2
OLD_BUNDLE := dist/$(ID)-$(OLD)-$(HOST).tar.gz
.PHONY: test-faults
test-faults: bundle $(OLD_BUNDLE)
	@for round in $$(seq $(ROUNDS)); do \
		FAULTS=full FAULT_LOG=$(abspath docs/reliability.md) OLD_BUNDLE=$(abspath $(OLD_BUNDLE)) BUNDLE=$(abspath $(HOST_BUNDLE)) \
			go test -count=1 -timeout 60m -v -run '^TestFaults$$/$(SERVER)' ./e2e || exit 1; \
	done

# The bundle of today with the server of that commit.
$(OLD_BUNDLE): | bundle
	@rm -rf dist/old && mkdir -p dist/old/source
	@git archive $(OLD) server assets plugin.json go.mod go.sum | tar -x -C dist/old/source
	@tar -C dist/old -xzf $(HOST_BUNDLE)
	@cd dist/old/source && $(GO_BUILD) -o ../$(ID)/server/dist/plugin-$(HOST) ./server
	@cp dist/old/source/plugin.json dist/old/$(ID)/
	@tar -C dist/old -czf $@ $(ID)
	@rm -rf dist/old

# How fast the plugin is on Mattermost 11.1, beside yardsticks on the same server: a table, and dist/bench.json. Let nothing else run meanwhile.
.PHONY: bench
bench: bundle
	@mkdir -p dist/yardstick/server
	@CGO_ENABLED=0 go build -o dist/yardstick/server/plugin ./e2e/bench/yardstick
	@cp e2e/bench/yardstick/plugin.json dist/yardstick/
	@tar -C dist -czf dist/yardstick.tar.gz yardstick
	@go build -o dist/bench ./e2e/bench
	@BUNDLE=$(HOST_BUNDLE) YARDSTICK=dist/yardstick.tar.gz dist/bench

# SPEC picks specs, as arguments of `playwright test`.
.PHONY: browser
browser: bundle e2e/browser/node_modules/.package-lock.json chromium
	tar -C e2e/browser -czf dist/guinea-pig.tar.gz guinea-pig
	cd e2e/browser && npx tsc
	GUINEA_PIG=$(abspath dist/guinea-pig.tar.gz) BUNDLE=$(abspath $(HOST_BUNDLE)) go test -count=1 -timeout 40m -v ./e2e/browser

# A few ways through the web app in Debian's Firefox ESR, on both servers. It is no part of `make test`.
.PHONY: firefox
firefox:
	@[ -x /usr/bin/firefox-esr ] || { apt-get update -qq && apt-get install -y -qq --no-install-recommends firefox-esr; }
	@SPEC="--config firefox" $(MAKE) --no-print-directory browser

%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund
	@touch $@

# Debian's Chromium where it can be installed, else Playwright's own.
.PHONY: chromium
chromium: e2e/browser/node_modules/.package-lock.json
	@[ -x /usr/bin/chromium ] || { \
		if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; \
		else cd e2e/browser && npx playwright install chromium; fi; }

# The bundle for this machine alone, which is quick; the server only wants the executable of its own platform.
.PHONY: bundle
bundle: webapp
	@$(call pack,$(HOST_BUNDLE),$(HOST))

.PHONY: dist
dist: webapp
	@$(call pack,$(DIST_BUNDLE),$(PLATFORMS))

# The build prints the size of the web app and fails when it is too large.
.PHONY: webapp
webapp: webapp/node_modules/.package-lock.json
	@cd webapp && npm run --silent build -- --logLevel warn

.PHONY: deploy
deploy:
	@: "$${MATTERMOST_URL:?set it to the address of the server}" "$${MATTERMOST_TOKEN:?set it to a token of a system admin}"
	@$(MAKE) --no-print-directory dist
	go run ./build/pluginctl $(DIST_BUNDLE)

.PHONY: clean
clean:
	rm -rf dist webapp/dist

# pack(bundle, platforms) builds the executables and packs them with plugin.json, the web app and the assets. Mattermost serves the
# folder public to anybody; the texts are in the executables.
define pack
set -e; rm -rf dist/stage; mkdir -p dist/stage/$(ID)/server/dist dist/stage/$(ID)/webapp/dist; \
for platform in $(2); do \
	echo "building $$platform"; \
	suffix=; [ $${platform%-*} = windows ] && suffix=.exe; \
	GOOS=$${platform%-*} GOARCH=$${platform#*-} $(GO_BUILD) -o dist/stage/$(ID)/server/dist/plugin-$$platform$$suffix ./server; \
done; \
cp -r plugin.json LICENSE assets dist/stage/$(ID)/; \
cp webapp/dist/main.js dist/stage/$(ID)/webapp/dist/; \
mv dist/stage/$(ID)/assets/public dist/stage/$(ID)/public; \
cp webapp/dist/console.js dist/stage/$(ID)/public/; \
rm -r dist/stage/$(ID)/assets/assets.go dist/stage/$(ID)/assets/i18n; \
tar -C dist/stage -czf $(1) $(ID); rm -rf dist/stage; \
echo "packed $(1)"
endef
