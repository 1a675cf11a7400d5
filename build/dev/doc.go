// Command dev is the stack of `make run`: PostgreSQL, Mattermost with this plugin, and a Zoom simulator unless the
// environment names a real Zoom. It keeps its data, prints how to log in and runs until Ctrl-C.
//
// config.go names the environment variables it reads.
package main
