package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/stack"
)

// config is what the environment asks for.
type config struct {
	version stack.Version // MM_VERSION: 11 (default) or 6
	dist    string        // MATTERMOST_DIST: an unpacked official release, instead of building a server
	url     string        // MATTERMOST_URL: a running server, instead of starting one
	token   string        // MATTERMOST_TOKEN: of a system admin there
	bundle  string        // BUNDLE: the plugin
	ports   map[string]int

	// zoom holds the plugin's settings for a real Zoom. When it is empty, the simulator is used.
	zoom map[string]any
}

// The variables that change a port, which is how a port that is taken is reported too.
const (
	postgresPort   = "PG_PORT"
	mattermostPort = "MM_PORT"
	zoomPort       = "ZOOM_PORT"
)

var versions = map[string]stack.Version{
	"":   stack.Mattermost11,
	"6":  stack.Mattermost6,
	"11": stack.Mattermost11,
}

// zoomSettings maps environment variables to settings of plugin.json.
var zoomSettings = map[string]string{
	"ZOOM_ACCOUNT_ID":           "AccountID",
	"ZOOM_API_KEY":              "APIKey",
	"ZOOM_API_SECRET":           "APISecret",
	"ZOOM_API_URL":              "ZoomAPIURL",
	"ZOOM_CLIENT_ID":            "OAuthClientID",
	"ZOOM_CLIENT_SECRET":        "OAuthClientSecret",
	"ZOOM_URL":                  "ZoomURL",
	"ZOOM_WEBHOOK_SECRET_TOKEN": "ZoomWebhookSecret",
}

func readConfig(getenv func(string) string) (config, error) {
	version, known := versions[getenv("MM_VERSION")]
	if !known {
		return config{}, errors.Errorf("MM_VERSION must be 11 or 6, not %q", getenv("MM_VERSION"))
	}
	c := config{
		version: version,
		dist:    getenv("MATTERMOST_DIST"),
		url:     getenv("MATTERMOST_URL"),
		token:   getenv("MATTERMOST_TOKEN"),
		bundle:  getenv("BUNDLE"),
		ports:   map[string]int{postgresPort: 8064, mattermostPort: 8065, zoomPort: 8066},
		zoom:    map[string]any{},
	}
	if c.bundle == "" {
		return config{}, errors.New("BUNDLE must name the plugin to install; `make run` builds it and sets BUNDLE")
	}
	if (c.url == "") != (c.token == "") {
		return config{}, errors.New("MATTERMOST_URL and MATTERMOST_TOKEN go together: a server and the token of a system admin of it")
	}
	if c.url != "" && !strings.HasPrefix(c.url, "http://") && !strings.HasPrefix(c.url, "https://") {
		return config{}, errors.Errorf("MATTERMOST_URL must begin with http:// or https://, not be %q", c.url)
	}
	for variable := range c.ports {
		if value := getenv(variable); value != "" {
			port, err := strconv.ParseUint(value, 10, 16)
			if err != nil || port == 0 {
				return config{}, errors.Errorf("%s must be a port number, not %q", variable, value)
			}
			c.ports[variable] = int(port)
		}
	}
	if c.ports[postgresPort] == c.ports[mattermostPort] || c.ports[mattermostPort] == c.ports[zoomPort] ||
		c.ports[zoomPort] == c.ports[postgresPort] {
		return config{}, errors.Errorf("%s, %s and %s must be three different ports", postgresPort, mattermostPort, zoomPort)
	}
	for variable, setting := range zoomSettings {
		if value := getenv(variable); value != "" {
			c.zoom[setting] = value
		}
	}
	return c, complete(c.zoom)
}

// complete tells what a real Zoom lacks before anything is started.
func complete(zoom map[string]any) error {
	if len(zoom) == 0 {
		return nil
	}
	kinds := [][]string{
		{"ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"},
		{"ZOOM_API_KEY", "ZOOM_API_SECRET", "ZOOM_API_URL"},
	}
	for _, variables := range kinds {
		if !slices.ContainsFunc(variables, func(name string) bool { return zoom[zoomSettings[name]] == nil }) {
			return nil
		}
	}
	return errors.Errorf("a real Zoom needs all of %s, or all of %s", strings.Join(kinds[0], ", "), strings.Join(kinds[1], ", "))
}
