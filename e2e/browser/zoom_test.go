package browser

import (
	"testing"
	"time"

	"mattermost-plugin-zoom/build/dev/stack"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const webhookSecret = "webhook-secret"

// installZoom installs the plugin, connects it with a Zoom simulator of its own and returns the simulator's address. Its members are those
// that the specs add, on its own pages.
func installZoom(t *testing.T, admin *stack.Admin, bundle string) (string, error) {
	account := zoomtest.Default()
	account.Users = nil
	account.RetryMinute = 100 * time.Millisecond
	zoom := zoomtest.Start(t, account)
	if _, err := admin.InstallPlugin(t.Context(), bundle); err != nil {
		return "", err
	}
	err := admin.Configure(t.Context(), "zoom", map[string]any{
		"ZoomURL": zoom.URL(), "ZoomAPIURL": zoom.APIURL(), "AccountID": account.AccountID, "OAuthClientID": account.ClientID,
		"OAuthClientSecret": account.ClientSecret, "WebhookSecret": webhookSecret, "ZoomWebhookSecret": account.SecretToken,
		"StartLimit": 0,
	})
	if err != nil {
		return "", err
	}
	zoom.Subscribe(admin.Client.URL+"/plugins/zoom/webhook?secret="+webhookSecret, false)
	return zoom.URL(), nil
}
