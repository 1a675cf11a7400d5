package main

import (
	"cmp"
	"log/slog"
	"net/url"
	"strings"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	zoomprovider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom"
)

// What the System Console calls the addresses.
const (
	settingURL    = "Zoom URL"
	settingAPIURL = "Zoom API URL"
)

// settings are the values of plugin.json's settings schema, trimmed; empty when not set.
type settings struct {
	zoomURL, zoomAPIURL                         string
	accountID, oauthClientID, oauthClientSecret string
	apiKey, apiSecret                           string
	webhookSecret, zoomWebhookSecret            string
}

// configure puts the stored settings in force and logs, once for each change, what they lack.
func (p *Plugin) configure(log *slog.Logger) error {
	var raw map[string]any
	if err := p.API.LoadPluginConfiguration(&raw); err != nil {
		return errors.Wrap(err, "load the settings")
	}
	if raw == nil {
		// The RPC failed: settings that plugin.json declares are there even when empty.
		return errors.New("load the settings: the server returned none")
	}
	stored, wrong := readSettings(raw)
	config := stored.provider()
	config.Problems = append(wrong, config.Problems...)
	if !p.zoom.Configure(config) {
		return nil
	}
	for _, problem := range config.Problems {
		log.Warn("Zoom is not set up yet: no meeting can be started", "problem", p.texts.Problem(model.DefaultLocale, problem))
	}
	if len(config.Problems) == 0 {
		log.Info("Zoom is set up: meetings can be started", "mode", string(config.Mode), "url", config.URL,
			"api_url", cmp.Or(config.APIURL, "the one that Zoom names at sign-in"))
	}
	for _, problem := range webhookProblems(config) {
		log.Warn("Zoom's events are refused: posts will not say that a meeting ended", "problem", p.texts.Problem(model.DefaultLocale, problem))
	}
	return nil
}

// readSettings reads the settings, whose names come in any case. A value that is not text is a problem.
func readSettings(raw map[string]any) (s settings, problems []meeting.Problem) {
	values := make(map[string]any, len(raw))
	for name, value := range raw {
		values[strings.ToLower(name)] = value
	}
	for _, setting := range []struct {
		key   string
		field *string
	}{
		{"ZoomURL", &s.zoomURL}, {"ZoomAPIURL", &s.zoomAPIURL}, {"AccountID", &s.accountID},
		{"OAuthClientID", &s.oauthClientID}, {"OAuthClientSecret", &s.oauthClientSecret},
		{"APIKey", &s.apiKey}, {"APISecret", &s.apiSecret},
		{"WebhookSecret", &s.webhookSecret}, {"ZoomWebhookSecret", &s.zoomWebhookSecret},
	} {
		switch value := values[strings.ToLower(setting.key)].(type) {
		case nil:
		case string:
			*setting.field = strings.TrimSpace(value)
		default:
			problems = append(problems, meeting.Problem{Code: "not_text", Setting: setting.key})
		}
	}
	return s, problems
}

// provider checks the settings and returns Zoom's configuration.
func (s settings) provider() zoomprovider.Config {
	config := zoomprovider.Config{
		Mode: s.mode(), AccountID: s.accountID, ClientID: s.oauthClientID, ClientSecret: s.oauthClientSecret,
		APIKey: s.apiKey, APISecret: s.apiSecret, WebhookSecret: s.webhookSecret, SignatureSecret: s.zoomWebhookSecret,
	}
	problem := func(code, setting, example string) {
		config.Problems = append(config.Problems, meeting.Problem{Code: code, Setting: setting, Example: example})
	}
	required := func(value, name string) {
		if value == "" {
			problem("missing", name, "")
		}
	}
	address := func(text, name, standard string) string {
		if code := wrongAddress(text); code != "" {
			problem(code, name, standard)
		}
		return strings.TrimRight(text, "/")
	}
	config.URL = cmp.Or(address(s.zoomURL, settingURL, zoom.CloudURL), zoom.CloudURL)
	// Not set means the one that Zoom names at sign-in.
	config.APIURL = address(s.zoomAPIURL, settingAPIURL, zoom.CloudAPIURL)
	if config.Mode == zoomprovider.ModeAPIKey {
		required(s.apiKey, "API Key")
		required(s.apiSecret, "API Secret")
		if config.URL == zoom.CloudURL {
			problem("cloud", settingURL, "")
		}
		if config.APIURL == "" || config.APIURL == zoom.CloudAPIURL {
			problem("cloud", settingAPIURL, "")
		}
		return config
	}
	required(s.accountID, "Account ID")
	required(s.oauthClientID, "Client ID")
	required(s.oauthClientSecret, "Client Secret")
	return config
}

// mode infers the way of signing in from what is filled in: complete credentials win, Server-to-Server OAuth before an API Key.
func (s settings) mode() zoomprovider.Mode {
	serverToServer := s.accountID != "" && s.oauthClientID != "" && s.oauthClientSecret != ""
	apiKey := s.apiKey != "" && s.apiSecret != ""
	started := s.accountID != "" || s.oauthClientID != "" || s.oauthClientSecret != ""
	if !serverToServer && (apiKey || (!started && (s.apiKey != "" || s.apiSecret != ""))) {
		return zoomprovider.ModeAPIKey
	}
	return zoomprovider.ModeServerToServer
}

// wrongAddress returns the code of what is wrong with an address, empty for nothing. Credentials travel to it, so it is https, but on this
// machine.
func wrongAddress(text string) string {
	parsed, err := url.Parse(text)
	switch {
	case text == "":
		return ""
	case err != nil || parsed.Host == "" || parsed.RawQuery != "" || parsed.Fragment != "" || parsed.User != nil:
		return "no_address"
	case !zoom.IsSecure(parsed):
		return "no_https"
	}
	return ""
}

// webhookProblems says what keeps events from being accepted. Meetings can be started all the same.
func webhookProblems(config zoomprovider.Config) []meeting.Problem {
	var problems []meeting.Problem
	if config.WebhookSecret == "" {
		problems = append(problems, meeting.Problem{Code: "not_generated", Setting: "Webhook Secret"})
	}
	if config.SignatureSecret == "" && config.Mode == zoomprovider.ModeServerToServer {
		problems = append(problems, meeting.Problem{Code: "missing", Setting: "Zoom's Webhook Secret Token"})
	}
	return problems
}
