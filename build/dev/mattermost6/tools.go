//go:build tools

// Package mattermost6 pins the server that the development stack builds.
package mattermost6

import _ "github.com/mattermost/mattermost-server/v6/cmd/mattermost"
