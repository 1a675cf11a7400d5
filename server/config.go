package main

import (
	"cmp"
	"log/slog"
	"math"
	"net/url"
	"slices"
	"strconv"
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
	settingLimit  = "Start limit"
)

// settings are the values of plugin.json's settings schema, trimmed; empty when not set.
type settings struct {
	zoomURL, zoomAPIURL                         string
	accountID, oauthClientID, oauthClientSecret string
	apiKey, apiSecret                           string
	webhookSecret, zoomWebhookSecret            string
	authMode, encryptionKey                     string
	// accountLevelApp is what the earlier plugin had instead of authMode.
	accountLevelApp bool
	// startLimit is how many meetings one person may start in a row; 0 means any number. wrongLimit tells that another one is saved, which
	// cannot be in force.
	startLimit int
	wrongLimit bool
}

// standardStartLimit is plugin.json's default; highestStartLimit is as good as none.
const (
	standardStartLimit = 20
	highestStartLimit  = 1_000_000
)

// authModes are the values of the setting AuthMode, but for authAuto.
var authModes = map[string]zoomprovider.Mode{
	"server_to_server": zoomprovider.ModeServerToServer,
	"user_oauth":       zoomprovider.ModeUserOAuth,
	"admin_oauth":      zoomprovider.ModeAdminOAuth,
	"api_key":          zoomprovider.ModeAPIKey,
}

// authAuto, and no value, infer the way of signing in from what is filled in, so that the settings of the earlier plugin go on working.
const authAuto = "auto"

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
	p.limit.Set(stored.startLimit)
	p.advise(log, stored.advice())
	config := stored.provider()
	config.Problems = append(wrong, config.Problems...)
	config.EventProblems = webhookProblems(config)
	if !p.zoom.Configure(config) {
		return nil
	}
	for _, problem := range config.Problems {
		log.Warn("Zoom is not set up correctly: no meeting can be started", "problem", p.texts.Problem(model.DefaultLocale, problem))
	}
	if len(config.Problems) == 0 {
		log.Info("Zoom is set up: meetings can be started", "mode", string(config.Mode), "url", config.URL,
			"api_url", cmp.Or(config.APIURL, "the one that Zoom names at sign-in"))
	}
	for _, problem := range config.EventProblems {
		log.Warn("Zoom's events are refused, so posts will not show when a meeting ends", "problem", p.texts.Problem(model.DefaultLocale, problem))
	}
	return nil
}

// advise keeps what the panel tells besides, and logs it once for each change.
func (p *Plugin) advise(log *slog.Logger, advice []meeting.Problem) {
	if before := p.advice.Swap(&advice); before != nil && slices.Equal(*before, advice) {
		return
	}
	for _, problem := range advice {
		log.Warn("A setting is ignored", "problem", p.texts.Problem(model.DefaultLocale, problem))
	}
}

// advice is what is wrong that keeps nothing from working.
func (s settings) advice() []meeting.Problem {
	if !s.wrongLimit {
		return nil
	}
	return []meeting.Problem{{Code: "no_limit", Setting: settingLimit, Example: strconv.Itoa(standardStartLimit)}}
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
		{"AuthMode", &s.authMode}, {"EncryptionKey", &s.encryptionKey},
	} {
		switch value := values[strings.ToLower(setting.key)].(type) {
		case nil:
		case string:
			*setting.field = strings.TrimSpace(value)
		default:
			problems = append(problems, meeting.Problem{Code: "not_text", Setting: setting.key})
		}
	}
	s.accountLevelApp, _ = values["accountlevelapp"].(bool)
	s.startLimit, s.wrongLimit = startLimit(values["startlimit"])
	if s.authMode == authAuto {
		s.authMode = ""
	}
	if _, known := authModes[s.authMode]; s.authMode != "" && !known {
		problems = append(problems, meeting.Problem{Code: "unknown_mode", Setting: "Authentication"})
	}
	return s, problems
}

// startLimit reads a whole number as JSON has it, or its digits. An empty field is null there; what is no limit is wrong and not guessed at.
func startLimit(value any) (limit int, wrong bool) {
	number, ok := value.(float64)
	text, isText := value.(string)
	if isText {
		text = strings.TrimSpace(text)
		var err error
		number, err = strconv.ParseFloat(text, 64)
		ok = err == nil
	}
	switch {
	case value == nil, isText && text == "":
		return standardStartLimit, false
	case !ok, !(number >= 0), number != math.Trunc(number):
		return standardStartLimit, true
	}
	return int(min(number, highestStartLimit)), false
}

// provider checks the settings and returns Zoom's configuration.
func (s settings) provider() zoomprovider.Config {
	config := zoomprovider.Config{
		Mode: s.mode(), AccountID: s.accountID, ClientID: s.oauthClientID, ClientSecret: s.oauthClientSecret,
		APIKey: s.apiKey, APISecret: s.apiSecret, WebhookSecret: s.webhookSecret, SignatureSecret: s.zoomWebhookSecret,
		EncryptionKey: s.encryptionKey, Inferred: authModes[s.authMode] == "",
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
	switch config.Mode {
	case zoomprovider.ModeAPIKey:
		required(s.apiKey, "API Key")
		required(s.apiSecret, "API Secret")
		if config.URL == zoom.CloudURL {
			problem("cloud", settingURL, "")
		}
		if config.APIURL == "" || config.APIURL == zoom.CloudAPIURL {
			problem("cloud", settingAPIURL, "")
		}
		return config
	case zoomprovider.ModeServerToServer:
		required(s.accountID, "Account ID")
	case zoomprovider.ModeUserOAuth, zoomprovider.ModeAdminOAuth:
		if s.encryptionKey == "" {
			problem("not_generated", "Encryption Key", "")
		}
	}
	required(s.oauthClientID, "Client ID")
	required(s.oauthClientSecret, "Client Secret")
	return config
}

// mode is the one that was chosen, else inferred from what is filled in: complete credentials win, those of an app before an API Key. An
// app without an Account ID, but with an Encryption Key, is one that people sign in to, as the earlier plugin had it.
func (s settings) mode() zoomprovider.Mode {
	if chosen, ok := authModes[s.authMode]; ok {
		return chosen
	}
	app := s.oauthClientID != "" && s.oauthClientSecret != ""
	apiKey := s.apiKey != "" && s.apiSecret != ""
	started := s.accountID != "" || s.oauthClientID != "" || s.oauthClientSecret != ""
	switch {
	case app && s.accountID != "":
		return zoomprovider.ModeServerToServer
	case app && s.encryptionKey != "" && s.accountLevelApp:
		return zoomprovider.ModeAdminOAuth
	case app && s.encryptionKey != "":
		return zoomprovider.ModeUserOAuth
	case apiKey || (!started && (s.apiKey != "" || s.apiSecret != "")):
		return zoomprovider.ModeAPIKey
	default:
		return zoomprovider.ModeServerToServer
	}
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

// webhookProblems are Config.EventProblems.
func webhookProblems(config zoomprovider.Config) []meeting.Problem {
	var problems []meeting.Problem
	if config.WebhookSecret == "" {
		problems = append(problems, meeting.Problem{Code: "not_generated", Setting: "Webhook Secret"})
	}
	if config.SignatureSecret == "" && config.Mode != zoomprovider.ModeAPIKey {
		problems = append(problems, meeting.Problem{Code: "missing", Setting: "Zoom's Webhook Secret Token"})
	}
	return problems
}
