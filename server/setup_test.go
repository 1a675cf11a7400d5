package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/setup"
)

const site = "https://mm.example/chat"

// stateOf is what an administrator is told with these settings.
func stateOf(siteURL string, raw map[string]any) setup.State {
	p := newPlugin()
	stored, wrong := readSettings(raw)
	config := stored.provider()
	config.Problems = append(wrong, config.Problems...)
	p.zoom.Configure(config)
	return guide{zoom: p.zoom, siteURL: func() string { return siteURL }, advice: stored.advice}.State()
}

func problemsOf(state setup.State) (codes []string) {
	for _, problem := range state.Problems {
		codes = append(codes, problem.Code+" "+problem.Setting)
	}
	return codes
}

func usesOf(state setup.State, use setup.Use) (keys []string) {
	for _, setting := range state.Settings {
		if setting.Use == use {
			keys = append(keys, setting.Key)
		}
	}
	return keys
}

func TestWhatAdminsAreToldInEachMode(t *testing.T) {
	all := map[string]any{
		"AccountID": "a", "OAuthClientID": "c", "OAuthClientSecret": "s", "EncryptionKey": "e", "APIKey": "k", "APISecret": "s",
		"WebhookSecret": "a+b/c=&", "ZoomWebhookSecret": "z", "ZoomURL": "https://zoom.example.com", "ZoomAPIURL": "https://zoom.example.com/v2",
	}
	const query = "?secret=a%2Bb%2Fc%3D%26"
	for mode, c := range map[string]struct {
		required, ignored string
		scopes            []string
		signsIn           bool
	}{
		"server_to_server": {"AccountID OAuthClientID OAuthClientSecret WebhookSecret ZoomWebhookSecret", "EncryptionKey APIKey APISecret AccountLevelApp",
			[]string{"meeting:write:meeting:admin", "meeting:read:meeting:admin", "user:read:user:admin", "meeting:read:past_meeting:admin"}, false},
		"user_oauth": {"OAuthClientID OAuthClientSecret EncryptionKey WebhookSecret ZoomWebhookSecret", "AccountID APIKey APISecret AccountLevelApp",
			[]string{"meeting:write:meeting", "meeting:read:meeting", "user:read:user", "meeting:read:past_meeting"}, true},
		"admin_oauth": {"OAuthClientID OAuthClientSecret EncryptionKey WebhookSecret ZoomWebhookSecret", "AccountID APIKey APISecret AccountLevelApp",
			[]string{"meeting:write:meeting:admin", "meeting:read:meeting:admin", "user:read:user:admin", "meeting:read:past_meeting:admin"}, true},
		"api_key": {"ZoomURL ZoomAPIURL APIKey APISecret WebhookSecret", "AccountID OAuthClientID OAuthClientSecret EncryptionKey AccountLevelApp", nil, false},
	} {
		t.Run(mode, func(t *testing.T) {
			all["AuthMode"] = mode
			state := stateOf(site, all)
			require.Equal(t, mode, state.Mode)
			require.False(t, state.Inferred)
			require.Empty(t, state.Problems)
			require.Equal(t, c.required, strings.Join(usesOf(state, setup.Required), " "))
			require.Equal(t, c.ignored, strings.Join(usesOf(state, setup.Ignored), " "))
			require.Equal(t, c.scopes, state.Scopes)
			require.Equal(t, []string{"meeting.started", "meeting.ended"}, state.Events)
			require.Equal(t, site+"/plugins/zoom/webhook"+query, state.WebhookURL)
			require.Equal(t, c.signsIn, state.RedirectURL == site+"/plugins/zoom/oauth2/complete")
			require.Equal(t, c.signsIn, state.DeauthorizationURL == site+"/plugins/zoom/deauthorization"+query)
			require.Equal(t, c.signsIn, state.RedirectURL != "")
		})
	}
}

func TestWhatIsInferredSaysSo(t *testing.T) {
	state := stateOf(site, map[string]any{"OAuthClientID": "c", "OAuthClientSecret": "s", "EncryptionKey": "e", "AccountLevelApp": true})
	require.Equal(t, "admin_oauth", state.Mode)
	require.True(t, state.Inferred)
	require.NotContains(t, usesOf(state, setup.Ignored), "AccountLevelApp", "it has decided the mode")
	require.Equal(t, []string{"not_generated Webhook Secret", "missing Zoom's Webhook Secret Token"}, problemsOf(state))
	require.Empty(t, state.WebhookURL, "there is none without its secret")
	require.Empty(t, state.DeauthorizationURL)
	require.NotEmpty(t, state.RedirectURL)
}

func TestSiteURLsThatZoomCannotReach(t *testing.T) {
	for siteURL, c := range map[string]struct{ zoomURL, problem string }{
		"":                      {"", "no_site_url Site URL"},
		"http://mm.example":     {"", "site_url_no_https Site URL"},
		"http://localhost:8065": {"", "site_url_local Site URL"},
		"https://127.0.0.1":     {"", "site_url_local Site URL"},
		"http://localhost:8067": {"http://localhost:8066", ""}, // a simulator
		"http://localhost:8068": {"localhost:8066", "no_address Zoom URL"},
		"http://localhost:8069": {"http://zoom.example.com", "no_https Zoom URL"},
		"https://mm.example":    {"", ""},
	} {
		raw := map[string]any{"AccountID": "a", "OAuthClientID": "c", "OAuthClientSecret": "s", "WebhookSecret": "w", "ZoomWebhookSecret": "z"}
		raw["ZoomURL"] = c.zoomURL
		state := stateOf(siteURL, raw)
		require.Equal(t, c.problem, strings.Join(problemsOf(state), ";"), siteURL)
		require.Equal(t, siteURL == "", state.WebhookURL == "")
	}
}

// The panel names the settings as the page around it does, and leaves none out.
func TestTheGuideKnowsTheManifest(t *testing.T) {
	raw, err := os.ReadFile("../plugin.json")
	require.NoError(t, err)
	var manifest model.Manifest
	require.NoError(t, json.Unmarshal(raw, &manifest))
	names := map[string]string{}
	for _, setting := range manifest.SettingsSchema.Settings {
		if setting.Key != "Setup" && setting.Key != "AuthMode" {
			names[setting.Key] = strings.TrimSuffix(setting.DisplayName, ":")
		}
	}
	told := map[string]string{}
	for _, setting := range stateOf(site, nil).Settings {
		told[setting.Key] = setting.Name
	}
	require.Equal(t, names, told)
	require.Equal(t, "Setup", manifest.SettingsSchema.Settings[0].Key)
	require.Equal(t, "custom", manifest.SettingsSchema.Settings[0].Type)
}
