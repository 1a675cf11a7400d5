package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom"
)

func TestSettings(t *testing.T) {
	sts := map[string]any{"AccountID": "a", "OAuthClientID": "c", "OAuthClientSecret": "s"}
	app := map[string]any{"OAuthClientID": "c", "OAuthClientSecret": "s", "EncryptionKey": "e"}
	key := map[string]any{"apikey": "k", "APISecret": "s", "ZoomURL": "https://zoom.example.com", "ZoomAPIURL": "https://api.zoom.example.com/v2/"}
	with := func(base map[string]any, more ...any) map[string]any {
		all := map[string]any{}
		for name, value := range base {
			all[name] = value
		}
		for i := 0; i < len(more); i += 2 {
			all[more[i].(string)] = more[i+1]
		}
		return all
	}
	for name, c := range map[string]struct {
		raw      map[string]any
		mode     provider.Mode
		problems []string
	}{
		"nothing":                   {map[string]any{"zoomurl": nil}, provider.ModeServerToServer, []string{"Account ID is missing", "Client ID is missing", "Client Secret is missing"}},
		"Server-to-Server":          {sts, provider.ModeServerToServer, nil},
		"one is blank":              {with(sts, "AccountID", "  "), provider.ModeServerToServer, []string{"Account ID is missing"}},
		"API key":                   {key, provider.ModeAPIKey, nil},
		"half an API key":           {map[string]any{"APIKey": "k", "ZoomURL": "https://z.example", "ZoomAPIURL": "https://z.example"}, provider.ModeAPIKey, []string{"API Secret is missing"}},
		"API key at Zoom's cloud":   {with(key, "ZoomAPIURL", ""), provider.ModeAPIKey, []string{"Zoom API URL must be that of a self-hosted Zoom, because Zoom's own cloud no longer accepts API keys"}},
		"API key, no Zoom URL":      {with(key, "ZoomURL", ""), provider.ModeAPIKey, []string{"Zoom URL must be that of a self-hosted Zoom, because Zoom's own cloud no longer accepts API keys"}},
		"… and it is entered":       {with(key, "ZoomAPIURL", "https://api.zoom.us/v2/"), provider.ModeAPIKey, []string{"Zoom API URL must be that of a self-hosted Zoom, because Zoom's own cloud no longer accepts API keys"}},
		"API key, a wrong address":  {with(key, "ZoomAPIURL", "api.zoom.example.com"), provider.ModeAPIKey, []string{"Zoom API URL must be an address such as https://api.zoom.us/v2"}},
		"both complete":             {with(sts, "APIKey", "k", "APISecret", "s"), provider.ModeServerToServer, nil},
		"API key and half of S2S":   {with(key, "OAuthClientID", "c"), provider.ModeAPIKey, nil},
		"not an address":            {with(sts, "ZoomURL", "zoom.us"), provider.ModeServerToServer, []string{"Zoom URL must be an address such as https://zoom.us"}},
		"clear text":                {with(sts, "ZoomURL", "http://zoom.example.com"), provider.ModeServerToServer, []string{"Zoom URL must begin with https://"}},
		"clear text, this machine":  {with(sts, "ZoomURL", "http://localhost:8066"), provider.ModeServerToServer, nil},
		"another scheme":            {with(sts, "ZoomAPIURL", "ftp://localhost/v2"), provider.ModeServerToServer, []string{"Zoom API URL must begin with https://"}},
		"a query in it":             {with(sts, "ZoomURL", "https://zoom.us?x=1"), provider.ModeServerToServer, []string{"Zoom URL must be an address such as https://zoom.us"}},
		"a value that must be text": {with(sts, "APIKey", 5), provider.ModeServerToServer, []string{"APIKey must be text"}},
		"a setting of nobody's":     {with(sts, "Whatever", true), provider.ModeServerToServer, nil},
		"user OAuth":                {with(app, "AuthMode", "auto"), provider.ModeUserOAuth, nil},
		"admin-managed OAuth":       {with(app, "AccountLevelApp", true), provider.ModeAdminOAuth, nil},
		"user OAuth, old API key":   {with(app, "APIKey", "k", "APISecret", "s"), provider.ModeUserOAuth, nil},
		"no Encryption Key yet":     {with(app, "EncryptionKey", "", "AuthMode", "user_oauth"), provider.ModeUserOAuth, []string{"Encryption Key has not been generated"}},
		"chosen: admin-managed":     {with(sts, "AuthMode", "admin_oauth", "EncryptionKey", "e"), provider.ModeAdminOAuth, nil},
		"chosen: API key":           {with(sts, "AuthMode", "api_key", "ZoomURL", "https://z.example", "ZoomAPIURL", "https://z.example"), provider.ModeAPIKey, []string{"API Key is missing", "API Secret is missing"}},
		"chosen: Server-to-Server":  {with(key, "AuthMode", "server_to_server"), provider.ModeServerToServer, []string{"Account ID is missing", "Client ID is missing", "Client Secret is missing"}},
		"chosen: something unknown": {with(sts, "AuthMode", "magic"), provider.ModeServerToServer, []string{"Authentication has a value that this version does not know"}},
	} {
		t.Run(name, func(t *testing.T) {
			stored, wrong := readSettings(c.raw)
			config := stored.provider()
			require.Equal(t, c.mode, config.Mode)
			var problems []string
			for _, problem := range append(wrong, config.Problems...) {
				problems = append(problems, newPlugin().texts.Problem("en", problem))
			}
			require.Equal(t, c.problems, problems)
		})
	}
}

func TestAddresses(t *testing.T) {
	stored, _ := readSettings(map[string]any{})
	require.Equal(t, zoom.CloudURL, stored.provider().URL)
	require.Empty(t, stored.provider().APIURL, "the one that Zoom names at sign-in")
	stored, _ = readSettings(map[string]any{"ZoomURL": " https://zoom.example.com/ ", "ZOOMAPIURL": "https://api.example.com/v2//"})
	require.Equal(t, "https://zoom.example.com", stored.provider().URL)
	require.Equal(t, "https://api.example.com/v2", stored.provider().APIURL)
}

func TestWebhookProblems(t *testing.T) {
	require.Len(t, webhookProblems(provider.Config{Mode: provider.ModeServerToServer}), 2)
	require.Len(t, webhookProblems(provider.Config{Mode: provider.ModeUserOAuth}), 2)
	require.Len(t, webhookProblems(provider.Config{Mode: provider.ModeAPIKey}), 1)
	require.Empty(t, webhookProblems(provider.Config{Mode: provider.ModeAPIKey, WebhookSecret: "s"}))
}

// TestManifest holds plugin.json against Mattermost's rules and against what config.go reads.
func TestManifest(t *testing.T) {
	raw, err := os.ReadFile("../plugin.json")
	require.NoError(t, err)
	var manifest model.Manifest
	require.NoError(t, json.Unmarshal(raw, &manifest))
	require.NoError(t, manifest.IsValid())
	require.Equal(t, "zoom", manifest.Id)
	require.Len(t, manifest.Server.Executables, 5)

	values := map[string]any{}
	for _, setting := range manifest.SettingsSchema.Settings {
		if setting.Key == "StartLimit" {
			require.EqualValues(t, standardStartLimit, setting.Default)
		}
		if setting.Type == "custom" { // the panel, which has no value
			continue
		}
		values[strings.ToLower(setting.Key)] = setting.Key
		require.NotEmpty(t, setting.HelpText, setting.Key)
	}
	require.Len(t, values, 13)
	values["accountlevelapp"], values["startlimit"] = true, 7.0
	stored, wrong := readSettings(values)
	require.Len(t, wrong, 1, "AuthMode is none of its options")
	require.Equal(t, settings{
		zoomURL: "ZoomURL", zoomAPIURL: "ZoomAPIURL", accountID: "AccountID", oauthClientID: "OAuthClientID",
		oauthClientSecret: "OAuthClientSecret", apiKey: "APIKey", apiSecret: "APISecret", webhookSecret: "WebhookSecret",
		zoomWebhookSecret: "ZoomWebhookSecret", authMode: "AuthMode", encryptionKey: "EncryptionKey", accountLevelApp: true,
		startLimit: 7,
	}, stored)
}

// Mattermost shows 32 asterisks in a secret field even when it is empty.
func TestSecretFieldsSayWhatAsterisksMean(t *testing.T) {
	raw, err := os.ReadFile("../plugin.json")
	require.NoError(t, err)
	var manifest struct {
		Schema struct {
			Settings []struct {
				Key    string
				Help   string `json:"help_text"`
				Secret bool
			}
		} `json:"settings_schema"`
	}
	require.NoError(t, json.Unmarshal(raw, &manifest))
	secrets := 0
	for _, setting := range manifest.Schema.Settings {
		if setting.Secret {
			secrets++
		}
		require.Equal(t, setting.Secret, strings.HasSuffix(setting.Help, "Asterisks here do not mean that one is saved: the panel above says what is missing."), setting.Key)
	}
	require.Equal(t, 4, secrets)
}

func TestStartLimits(t *testing.T) {
	for value, want := range map[any]int{nil: 20, 0.0: 0, 5.0: 5, "5": 5, " 0 ": 0, "": 20, " ": 20, 1e300: highestStartLimit} {
		stored, wrong := readSettings(map[string]any{"startlimit": value})
		require.Empty(t, wrong)
		require.Equal(t, want, stored.startLimit, value)
		require.Empty(t, stored.advice(), value)
	}
	for _, value := range []any{2.5, 0.1, -5.0, "-5", "many", "NaN", true} {
		stored, wrong := readSettings(map[string]any{"startlimit": value})
		require.Empty(t, wrong, "meetings can be started")
		require.Equal(t, standardStartLimit, stored.startLimit, value)
		require.Equal(t, []meeting.Problem{{Code: "no_limit", Setting: "Start limit", Example: "20"}}, stored.advice(), value)
	}
}
