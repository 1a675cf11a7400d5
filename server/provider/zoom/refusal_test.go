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
	both := provider.Config{WebhookSecret: secret, SignatureSecret: token}
	noToken, noSecret := provider.Config{WebhookSecret: secret}, provider.Config{SignatureSecret: token}
	key, signedKey := noToken, both
	key.Mode, signedKey.Mode = provider.ModeAPIKey, provider.ModeAPIKey
	for name, c := range map[string]struct {
		config     provider.Config
		urlSecret  string
		signedWith string
		age        time.Duration
		form       bool
		want       meeting.Refusal
		known      bool
	}{
		"an old address at Zoom":        {both, "x", token, 0, false, meeting.RefusedSecret, true},
		"an address without secret":     {both, "", token, 0, false, meeting.RefusedSecret, true},
		"a stranger":                    {both, "", "", 0, false, meeting.RefusedSecret, false},
		"a stranger who signs":          {both, "x", "x", 0, false, meeting.RefusedSecret, false},
		"a stranger who heard one":      {both, "x", token, 3 * time.Hour, false, meeting.RefusedSecret, false},
		"another token":                 {both, secret, "x", 0, false, meeting.RefusedSignature, true},
		"no signature":                  {both, secret, "", 0, false, meeting.RefusedSignature, true},
		"a clock that is wrong":         {both, secret, token, 3 * time.Hour, false, meeting.RefusedStale, true},
		"no token set":                  {noToken, secret, token, 0, false, meeting.RefusedNoToken, true},
		"no token set, a stranger":      {noToken, "", token, 0, false, meeting.RefusedSecret, false},
		"no token set, no signature":    {noToken, "x", "", 0, false, meeting.RefusedSecret, false},
		"no secret set":                 {noSecret, "", token, 0, false, meeting.RefusedNoSecret, true},
		"no secret set, a stranger":     {noSecret, "", "x", 0, false, meeting.RefusedNoSecret, false},
		"nothing set":                   {provider.Config{}, "", "", 0, false, meeting.RefusedNoSecret, false},
		"the form of 2017":              {both, secret, "", 0, true, meeting.RefusedForm, true},
		"an API Key, an old address":    {key, "x", "", 0, false, meeting.RefusedSecret, false},
		"an API Key, the form, a token": {signedKey, secret, "", 0, true, meeting.RefusedForm, true},
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
