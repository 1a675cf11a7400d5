package main

import (
	"context"
	"maps"
	"net/url"
	"slices"

	"mattermost-plugin-zoom/server/httpapi"
	"mattermost-plugin-zoom/server/meeting"
	zoomprovider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/signin"
	"mattermost-plugin-zoom/server/zoom"
)

// guide tells administrators how the plugin is set up.
type guide struct {
	zoom *zoomprovider.Provider
	// siteURL is the address of the server, without a trailing slash; empty when none is set.
	siteURL func() string
	// advice is what is wrong with the settings that keeps nothing from working.
	advice func() []meeting.Problem
}

var _ httpapi.Setup = guide{}

// guide returns what tells of the settings in force.
func (p *Plugin) guide() guide {
	return guide{zoom: p.zoom, siteURL: p.server.SiteURL, advice: func() []meeting.Problem {
		if advice := p.advice.Load(); advice != nil {
			return *advice
		}
		return nil
	}}
}

// Test implements httpapi.Setup.
func (g guide) Test(ctx context.Context, admin meeting.Person) []setup.Finding {
	return g.zoom.Test(ctx, admin)
}

// State implements httpapi.Setup.
func (g guide) State() setup.State {
	config, site := g.zoom.Config(), g.siteURL()
	state := setup.State{
		Mode: settingOf(config.Mode), Inferred: config.Inferred, Settings: usesIn(config),
		Problems: slices.Concat(config.Problems, webhookProblems(config), siteProblems(site, config.URL), g.advice()),
		Scopes:   config.Scopes(), Events: config.Events(),
	}
	if site == "" {
		return state
	}
	secret := url.Values{"secret": {config.WebhookSecret}}.Encode()
	if config.WebhookSecret != "" {
		state.WebhookURL = site + pluginPath + httpapi.WebhookPath + "?" + secret
	}
	if config.SignsIn() {
		state.RedirectURL = site + pluginPath + signin.CompletePath
	}
	if config.SignsIn() && config.WebhookSecret != "" {
		state.DeauthorizationURL = site + pluginPath + httpapi.DeauthorizationPath + "?" + secret
	}
	return state
}

// settingOf is the value of AuthMode that chooses a mode, empty for none.
func settingOf(mode zoomprovider.Mode) string {
	for _, value := range slices.Sorted(maps.Keys(authModes)) {
		if authModes[value] == mode {
			return value
		}
	}
	return ""
}

// usesIn says what the settings of plugin.json are for, but AuthMode, which always counts.
func usesIn(config zoomprovider.Config) (settings []setup.Setting) {
	const need, may, none = setup.Required, setup.Optional, setup.Ignored
	earlier := none
	if config.Inferred {
		earlier = may
	}
	for _, setting := range []struct {
		key, name                      string
		serverToServer, signIn, apiKey setup.Use
	}{
		{"ZoomURL", settingURL, may, may, need},
		{"ZoomAPIURL", settingAPIURL, may, may, need},
		{"AccountID", "Account ID", need, none, none},
		{"OAuthClientID", "Client ID", need, need, none},
		{"OAuthClientSecret", "Client Secret", need, need, none},
		{"EncryptionKey", "Encryption Key", none, need, none},
		{"APIKey", "API Key", none, none, need},
		{"APISecret", "API Secret", none, none, need},
		{"WebhookSecret", "Webhook Secret", need, need, need},
		{"ZoomWebhookSecret", "Zoom's Webhook Secret Token", need, need, may},
		{"StartLimit", settingLimit, may, may, may},
		{"AccountLevelApp", "Account-level app", none, earlier, none},
	} {
		use := setting.serverToServer
		switch {
		case config.SignsIn():
			use = setting.signIn
		case config.Mode == zoomprovider.ModeAPIKey:
			use = setting.apiKey
		}
		settings = append(settings, setup.Setting{Key: setting.key, Name: setting.name, Use: use})
	}
	return settings
}

// siteProblems says what keeps Zoom from reaching this server. A Zoom on this very machine, such as the simulator, can.
func siteProblems(site, zoomURL string) []meeting.Problem {
	problem := func(code string) []meeting.Problem {
		return []meeting.Problem{{Code: code, Setting: "Site URL", Example: site}}
	}
	parsed, err := url.Parse(site)
	service, _ := url.Parse(zoomURL)
	switch {
	case site == "" || err != nil:
		return problem("no_site_url")
	case zoom.IsLoopback(parsed) && wrongAddress(zoomURL) != "":
		return nil // Only a right address tells whether Zoom is on this machine too.
	case zoom.IsLoopback(parsed) && (service == nil || !zoom.IsLoopback(service)):
		return problem("site_url_local")
	case !zoom.IsSecure(parsed):
		return problem("site_url_no_https")
	}
	return nil
}
