package zoom_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
)

// TestWhyADeliveryIsRefused tells what an admin has set wrong from what anybody may send.
func TestWhyADeliveryIsRefused(t *testing.T) {
	const form = "application/x-www-form-urlencoded"
	for name, c := range map[string]struct {
		config     provider.Config
		urlSecret  string
		signedWith string
		age        time.Duration
		form       bool
		want       meeting.Refusal
		known      bool
	}{
		"an old address at Zoom":        {provider.Config{WebhookSecret: secret, SignatureSecret: token}, "x", token, 0, false, meeting.RefusedSecret, true},
		"an address without secret":     {provider.Config{WebhookSecret: secret, SignatureSecret: token}, "", token, 0, false, meeting.RefusedSecret, true},
		"a stranger":                    {provider.Config{WebhookSecret: secret, SignatureSecret: token}, "", "", 0, false, meeting.RefusedSecret, false},
		"a stranger who signs":          {provider.Config{WebhookSecret: secret, SignatureSecret: token}, "x", "x", 0, false, meeting.RefusedSecret, false},
		"a stranger who heard one":      {provider.Config{WebhookSecret: secret, SignatureSecret: token}, "x", token, 3 * time.Hour, false, meeting.RefusedSecret, false},
		"another token":                 {provider.Config{WebhookSecret: secret, SignatureSecret: token}, secret, "x", 0, false, meeting.RefusedSignature, true},
		"no signature":                  {provider.Config{WebhookSecret: secret, SignatureSecret: token}, secret, "", 0, false, meeting.RefusedSignature, true},
		"a clock that is wrong":         {provider.Config{WebhookSecret: secret, SignatureSecret: token}, secret, token, 3 * time.Hour, false, meeting.RefusedStale, true},
		"no token set":                  {provider.Config{WebhookSecret: secret}, secret, token, 0, false, meeting.RefusedNoToken, true},
		"no token set, a stranger":      {provider.Config{WebhookSecret: secret}, "", token, 0, false, meeting.RefusedSecret, false},
		"no token set, no signature":    {provider.Config{WebhookSecret: secret}, "x", "", 0, false, meeting.RefusedSecret, false},
		"no secret set":                 {provider.Config{SignatureSecret: token}, "", token, 0, false, meeting.RefusedNoSecret, true},
		"no secret set, a stranger":     {provider.Config{SignatureSecret: token}, "", "x", 0, false, meeting.RefusedNoSecret, false},
		"nothing set":                   {provider.Config{}, "", "", 0, false, meeting.RefusedNoSecret, false},
		"the form of 2017":              {provider.Config{WebhookSecret: secret, SignatureSecret: token}, secret, "", 0, true, meeting.RefusedForm, true},
		"an API Key, an old address":    {provider.Config{Mode: provider.ModeAPIKey, WebhookSecret: secret}, "x", "", 0, false, meeting.RefusedSecret, false},
		"an API Key, the form, a token": {provider.Config{Mode: provider.ModeAPIKey, WebhookSecret: secret, SignatureSecret: token}, secret, "", 0, true, meeting.RefusedForm, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := &provider.Provider{HTTP: http.DefaultClient, Now: func() time.Time { return now }}
			p.Configure(c.config)
			header, body := http.Header{"Content-Type": {"application/json"}}, endedJSON
			if c.form {
				header, body = http.Header{"Content-Type": {form}}, endedForm
			}
			if c.signedWith != "" {
				sign(header, c.signedWith, body, now.Add(-c.age))
			}
			_, err := p.Receive(header, url.Values{"secret": {c.urlSecret}}, []byte(body))
			var refused *meeting.RefusedError
			require.ErrorAs(t, err, &refused)
			require.Equal(t, c.want, refused.Reason)
			require.Equal(t, c.known, refused.Known)
			require.NotContains(t, err.Error(), secret)
		})
	}
}

func TestSetup(t *testing.T) {
	p := &provider.Provider{HTTP: http.DefaultClient, Now: time.Now}
	require.Equal(t, meeting.Setup{}, p.Setup())
	problems, events := []meeting.Problem{{Code: "missing"}}, []meeting.Problem{{Code: "not_generated"}}
	p.Configure(provider.Config{Mode: provider.ModeUserOAuth, Problems: problems, EventProblems: events})
	require.Equal(t, meeting.Setup{Mode: "user-oauth", Problems: problems, EventProblems: events}, p.Setup())
}
