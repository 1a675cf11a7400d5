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
	switch {
	case len(r.config.zoom) > 0:
		return r.connectReal(ctx, admin, id, current)
	case r.config.url != "" && connectedElsewhere(current):
		r.zoom = "Zoom is the one that this server's settings name; they were not touched"
		return nil
	default:
		return r.connectSimulator(ctx, admin, id, current)
	}
}

// connectReal replaces how the server signs in to Zoom. The webhook secret of a server that is not ours stays: Zoom knows it.
func (r *runner) connectReal(ctx context.Context, admin *stack.Admin, id string, current map[string]any) error {
	address, secret := webhookURL(admin, id), current["webhooksecret"]
	if r.config.url == "" || secret == nil || secret == "" {
		own, err := stableSecret(filepath.Join(r.dataDir, "webhook-secret"))
		if err != nil {
			return err
		}
		address, secret = address+url.QueryEscape(own), own
	} else {
		address += "… with the Webhook Secret that is set there"
	}
	r.zoom = "Zoom is the one that the ZOOM_… variables name. Its events must reach " + address
	return r.step("Settings", func() error { return admin.Configure(ctx, id, merge(current, r.config.zoom, secret)) })
}

func (r *runner) connectSimulator(ctx context.Context, admin *stack.Admin, id string, current map[string]any) error {
	secret, err := stableSecret(filepath.Join(r.dataDir, "webhook-secret"))
	if err != nil {
		return err
	}
	simulator, connection, err := r.simulate(ctx, webhookURL(admin, id)+url.QueryEscape(secret))
	if err != nil {
		return err
	}
	return r.step("Settings", func() error {
		if err := admin.Configure(ctx, id, merge(current, connection, secret)); err != nil {
			return err
		}
		// As Zoom does when somebody enters the address of a webhook.
		return simulator.Validate(ctx)
	})
}

func webhookURL(admin *stack.Admin, id string) string {
	return admin.Client.URL + "/plugins/" + id + "/webhook?secret="
}

func (r *runner) simulate(ctx context.Context, webhook string) (*zoomtest.Simulator, map[string]any, error) {
	simulator, settings, stop, err := startSimulator(ctx, r.config.ports[zoomPort], webhook)
	if err != nil {
		return nil, nil, errors.Wrap(err, "Zoom simulator")
	}
	r.runs("Zoom simulator", stop)
	r.zoom = "Zoom is simulated at " + simulator.URL() + ", which lists its meetings. All have accounts there but " + stranger + ".\n" +
		"Click the video icon of a channel and start a meeting; press End for all on the page that opens, then look at the post."
	return simulator, settings, nil
}

// connectedElsewhere tells whether settings name a Zoom that is not our simulator.
func connectedElsewhere(settings map[string]any) bool {
	named := false
	for _, name := range zoomSettings {
		value, _ := settings[strings.ToLower(name)].(string)
		named = named || value != ""
	}
	return named && settings["accountid"] != zoomtest.Default().AccountID
}

// merge keeps what was set in the System Console, except for the connection to Zoom: it is replaced as a whole, so that
// nothing of a real Zoom is left beside the simulator.
func merge(current, zoom map[string]any, webhookSecret any) map[string]any {
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
