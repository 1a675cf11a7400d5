// Pluginctl uploads a bundle to the Mattermost server at MATTERMOST_URL, with MATTERMOST_TOKEN of a system admin, and enables it. The
// server's settings stay as they are.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/stack"
)

func main() {
	if err := deploy(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}

func deploy(args []string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	url, token := os.Getenv("MATTERMOST_URL"), os.Getenv("MATTERMOST_TOKEN")
	if len(args) != 1 || url == "" || token == "" {
		return errors.New("set MATTERMOST_URL and MATTERMOST_TOKEN (a system admin's personal access token) and name one bundle")
	}
	admin, err := stack.AdminFromToken(ctx, url, token)
	if err != nil {
		return err
	}
	id, err := admin.InstallPlugin(ctx, args[0])
	if err != nil {
		return err
	}
	fmt.Printf("Plugin %s runs at %s\n", id, url)
	return nil
}
