package stack

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"
)

const (
	activationTimeout  = 30 * time.Second
	activationInterval = 100 * time.Millisecond
)

// InstallPlugin uploads a bundle over whatever version is there, enables it and returns its id when it runs.
func (a *Admin) InstallPlugin(ctx context.Context, bundlePath string) (pluginID string, err error) {
	bundle, err := os.Open(bundlePath)
	if err != nil {
		return "", errors.Wrap(err, "opening the plugin")
	}
	defer bundle.Close()
	client := a.within(ctx)
	manifest, _, err := client.UploadPluginForced(bundle)
	if err != nil {
		return "", explain(err, "uploading %s", bundlePath)
	}
	if _, err = client.EnablePlugin(manifest.Id); err != nil {
		return "", explain(err, "enabling plugin %s", manifest.Id)
	}
	return manifest.Id, explain(a.waitUntilRunning(ctx, manifest.Id), "activating plugin %s", manifest.Id)
}

// RestartPlugin disables a plugin, whatever state it is in, and returns when it runs again.
func (a *Admin) RestartPlugin(ctx context.Context, pluginID string) error {
	client := a.within(ctx)
	if _, err := client.DisablePlugin(pluginID); err != nil {
		return explain(err, "disabling plugin %s", pluginID)
	}
	if _, err := client.EnablePlugin(pluginID); err != nil {
		return explain(err, "enabling plugin %s", pluginID)
	}
	return explain(a.waitUntilRunning(ctx, pluginID), "activating plugin %s", pluginID)
}

func (a *Admin) waitUntilRunning(ctx context.Context, pluginID string) error {
	ctx, cancel := context.WithTimeout(ctx, activationTimeout)
	defer cancel()
	return poll(ctx, activationInterval, func() (bool, error) {
		statuses, _, err := a.within(ctx).GetPluginStatuses()
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(statuses, func(status *model.PluginStatus) bool { return status.PluginId == pluginID })
		if i < 0 {
			return false, nil
		}
		if statuses[i].State == model.PluginStateFailedToStart {
			return false, errors.New("it failed to start; the server's log says why")
		}
		return statuses[i].State == model.PluginStateRunning, nil
	})
}

type pluginSettings = map[string]map[string]any

// The part of the server's configuration that we touch, in no version's types.
type configuration struct {
	PluginSettings struct {
		Plugins pluginSettings
	}
}

// PluginSettings are the plugin's settings with the names in lower case. A server from 11 on masks the secret ones.
func (a *Admin) PluginSettings(ctx context.Context, pluginID string) (map[string]any, error) {
	all, err := a.allPluginSettings(ctx)
	return all[pluginID], err
}

// Configure replaces ALL settings of the plugin: one that is left out is back at its default. It returns when the plugin
// has seen the change. Names are stored in lower case, as the System Console does: a second spelling would be a second
// setting.
//
// The server takes the settings of all plugins at once, so those of the others are sent back as they were read. Masked
// values among them (from 11 on) stand for "unchanged".
func (a *Admin) Configure(ctx context.Context, pluginID string, settings map[string]any) error {
	all, err := a.allPluginSettings(ctx)
	if err != nil {
		return err
	}
	if all == nil {
		all = pluginSettings{}
	}
	own := make(map[string]any, len(settings))
	for name, value := range settings {
		own[strings.ToLower(name)] = value
	}
	all[pluginID] = own

	var patch configuration
	patch.PluginSettings.Plugins = all
	body, err := json.Marshal(patch)
	if err != nil {
		return errors.Wrap(err, "encoding settings")
	}
	response, err := a.within(ctx).DoAPIPut("/config/patch", string(body))
	if err != nil {
		return explain(err, "configuring plugin %s", pluginID)
	}
	return errors.Wrap(response.Body.Close(), "configuring a plugin")
}

func (a *Admin) allPluginSettings(ctx context.Context) (pluginSettings, error) {
	response, err := a.within(ctx).DoAPIRequest(http.MethodGet, a.Client.APIURL+"/config", "", "")
	if err != nil {
		return nil, explain(err, "reading the configuration")
	}
	defer response.Body.Close()
	var current configuration
	err = json.NewDecoder(response.Body).Decode(&current)
	return current.PluginSettings.Plugins, errors.Wrap(err, "decoding the configuration")
}
