package main

import (
	"context"
	"crypto/rand"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/stack"
)

// plugin installs the bundle and connects it with Zoom, real or simulated.
func (r *runner) plugin(ctx context.Context, admin *stack.Admin) error {
	secret, err := stableSecret(filepath.Join(r.dataDir, "webhook-secret"))
	if err != nil {
		return err
	}
	var id string
	err = r.step("Plugin", func() error {
		id, err = admin.InstallPlugin(ctx, r.config.bundle)
		return err
	})
	if err != nil {
		return err
	}
	zoom := r.config.zoom
	if len(zoom) == 0 {
		err = r.step("Zoom simulator", func() error {
			webhook := admin.Client.URL + "/plugins/" + id + "/webhook?secret=" + url.QueryEscape(secret)
			settings, stop, err := startSimulator(ctx, r.config.ports[zoomPort], webhook)
			if err != nil {
				return err
			}
			r.runs("Zoom simulator", stop)
			zoom = settings
			return nil
		})
		if err != nil {
			return err
		}
	}
	return r.step("Settings", func() error {
		current, err := admin.PluginSettings(ctx, id)
		if err != nil {
			return err
		}
		return admin.Configure(ctx, id, merge(current, zoom, secret))
	})
}

// merge keeps what was set in the System Console, except for the connection to Zoom: it is replaced as a whole, so that
// nothing of a real Zoom is left beside the simulator.
func merge(current, zoom map[string]any, webhookSecret string) map[string]any {
	merged := map[string]any{}
	maps.Copy(merged, current)
	for _, name := range zoomSettings {
		merged[strings.ToLower(name)] = ""
	}
	for name, value := range zoom {
		merged[strings.ToLower(name)] = value
	}
	merged["webhooksecret"] = webhookSecret
	return merged
}

// stableSecret returns the secret of an earlier run, or makes one: Zoom knows it as part of an address.
func stableSecret(path string) (string, error) {
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret = []byte(rand.Text())
		err = os.WriteFile(path, secret, 0o600)
	}
	return string(secret), errors.Wrap(err, "keeping the webhook secret")
}
