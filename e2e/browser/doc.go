// Package browser tests in Chromium what people see, on both real Mattermost servers with the workbench as their web client. The specs are
// TypeScript for Playwright; the Go test only starts the servers and then Playwright. Run it with `make browser`, or a part of it with
// `SPEC="messages -g thread" make browser`.
//
// pages/ are page objects, workbench/ the specs of the workbench itself, and guinea-pig/ is the plugin that it hosts in them.
package browser
