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
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

// plugin installs the bundle and connects it with Zoom: with the one of the ZOOM_… variables, else with the simulator. A server that
// somebody else has connected stays so.
func (r *runner) plugin(ctx context.Context, admin *stack.Admin) error {
	var id string
	err := r.step("Plugin", func() (err error) {
		id, err = admin.InstallPlugin(ctx, r.config.bundle)
		return err
	})
	if err != nil {
		return err
	}
	current, err := admin.PluginSettings(ctx, id)
	if err != nil {
		return err
	}
	if len(r.config.zoom) == 0 && r.config.url != "" && connectedElsewhere(current, simulatorURL(r.config.ports[zoomPort])) {
		r.zoom = "Zoom is the one that this server's settings name; they were not touched"
		return nil
	}
	secret, err := stableSecret(filepath.Join(r.dataDir, "webhook-secret"))
	if err != nil {
		return err
	}
	webhook := admin.Client.URL + "/plugins/" + id + "/webhook?secret=" + url.QueryEscape(secret)
	connection, check := r.config.zoom, func() error { return nil }
	if len(connection) > 0 {
		r.zoom = "Zoom is the one that the ZOOM_… variables name; its events go to " + webhook
	} else {
		simulator, settings, err := r.simulate(ctx, webhook)
		if err != nil {
			return err
		}
		// As Zoom does when somebody enters the address of a webhook.
		connection, check = settings, func() error { return simulator.Validate(ctx) }
	}
	return r.step("Settings", func() error {
		if err := admin.Configure(ctx, id, merge(current, connection, secret)); err != nil {
			return err
		}
		return check()
	})
}

func (r *runner) simulate(ctx context.Context, webhook string) (*zoomtest.Simulator, map[string]any, error) {
	simulator, settings, stop, err := startSimulator(ctx, r.config.ports[zoomPort], webhook)
	if err != nil {
		return nil, nil, errors.Wrap(err, "Zoom simulator")
	}
	r.runs("Zoom simulator", stop)
	r.zoom = "Zoom is simulated at " + simulator.URL() + ", which lists its meetings; " + stranger + " has no account there"
	return simulator, settings, nil
}

// connectedElsewhere tells whether settings name a Zoom that is not our simulator.
func connectedElsewhere(settings map[string]any, simulator string) bool {
	named := false
	for _, name := range zoomSettings {
		value, _ := settings[strings.ToLower(name)].(string)
		named = named || value != ""
	}
	return named && settings["zoomurl"] != simulator
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
