// Package browser tests in Chromium what people see, on both real Mattermost servers with the workbench as their web client. The specs are
// TypeScript for Playwright; the Go test only starts the servers and then Playwright. Run it with `make browser`, or a part of it with
// `SPEC="messages -g thread" make browser`.
//
// pages/ are page objects, workbench/ the specs of the workbench itself, and guinea-pig/ is the plugin that it hosts in them. zoom/ are the
// specs of our own web app, with a Zoom simulator for each server. What would disturb others, *.alone.spec.ts, runs after them, one at
// a time; and on one server *.trouble.spec.ts, with a Zoom that is slow or down. `SPEC="--no-deps trouble" make browser` runs one of these.
package browser
