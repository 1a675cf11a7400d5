// Package workbench holds the source of the workbench: a small web client, in TypeScript, that hosts plugins' web apps like Mattermost's
// own client does and talks to a real server. Package stack installs what it needs from npm, pinned by package-lock.json, and builds it
// for each of the two generations of React that plugins meet.
//
// Not everything that Mattermost's client does is here, only what plugins touch: see docs/development.md.
package workbench
