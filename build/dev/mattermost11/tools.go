//go:build tools

// Package mattermost11 pins the server that the development stack builds.
package mattermost11

import _ "github.com/mattermost/mattermost/server/v8/cmd/mattermost"
