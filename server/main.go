// Package main is the plugin's server side: plugin.go wires its rooms, config.go reads its settings.
package main

import "github.com/mattermost/mattermost-server/v6/plugin"

func main() {
	plugin.ClientMain(newPlugin())
}
