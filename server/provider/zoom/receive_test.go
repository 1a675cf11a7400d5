package zoom_test

import (
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/zoom/webhook"
)

const (
	endedJSON = `{"event":"meeting.ended","event_ts":1777627801234,"payload":{"object":{"id":"81","uuid":"U"}}}`
	endedForm = "id=81&uuid=U&status=ENDED"
	secret    = "s+ecr/et=="
	token     = "token"
)

var now = time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)

// TestWhoMayCall is the table of zoom-facts.md.
func TestWhoMayCall(t *testing.T) {
	const (
		sts = provider.ModeServerToServer
		key = provider.ModeAPIKey
	)
	type delivery struct{ urlSecret, signedWith, body string }
	json, form := endedJSON, endedForm
	for name, c := range map[string]struct {
		mode      provider.Mode
		urlSecret string
		token     string
		delivery  delivery
		taken     bool
	}{
		"S2S: secret and signature":            {sts, secret, token, delivery{secret, token, json}, true},
		"S2S: secret, + sent as a space":       {sts, secret, token, delivery{"s ecr/et==", token, json}, true},
		"S2S: no signature":                    {sts, secret, token, delivery{secret, "", json}, false},
		"S2S: another's signature":             {sts, secret, token, delivery{secret, "x", json}, false},
		"S2S: wrong secret":                    {sts, secret, token, delivery{"x", token, json}, false},
		"S2S: no secret":                       {sts, secret, token, delivery{"", token, json}, false},
		"S2S: form":                            {sts, secret, token, delivery{secret, "", form}, false},
		"S2S: form, signed":                    {sts, secret, token, delivery{secret, token, form}, false},
		"S2S: no secret set":                   {sts, "", token, delivery{"", token, json}, false},
		"S2S: no token set":                    {sts, secret, "", delivery{secret, "", json}, false},
		"S2S: no token set, signed with none":  {sts, secret, "", delivery{secret, token, json}, false},
		"key, no token set: JSON":              {key, secret, "", delivery{secret, "", json}, true},
		"key, no token set: form":              {key, secret, "", delivery{secret, "", form}, true},
		"key, no token set: wrong secret":      {key, secret, "", delivery{"x", "", json}, false},
		"key, no token set: form, no secret":   {key, secret, "", delivery{"", "", form}, false},
		"key, nothing set":                     {key, "", "", delivery{"", "", json}, false},
		"key, token set: signed JSON":          {key, secret, token, delivery{secret, token, json}, true},
		"key, token set: JSON":                 {key, secret, token, delivery{secret, "", json}, false},
		"key, token set: form":                 {key, secret, token, delivery{secret, "", form}, false},
		"key, token set: form, signed":         {key, secret, token, delivery{secret, token, form}, false},
		"key, token set: signed, wrong secret": {key, secret, token, delivery{"x", token, json}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := &provider.Provider{HTTP: http.DefaultClient, Now: func() time.Time { return now }}
			p.Configure(provider.Config{Mode: c.mode, WebhookSecret: c.urlSecret, SignatureSecret: c.token})
			header := http.Header{"Content-Type": {"application/json"}}
			if c.delivery.body == form {
				header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			if c.delivery.signedWith != "" {
				sign(header, c.delivery.signedWith, c.delivery.body, now)
			}
			got, err := p.Receive(header, url.Values{"secret": {c.delivery.urlSecret}}, []byte(c.delivery.body))
			require.Nil(t, got.Reply)
			if !c.taken {
				require.ErrorIs(t, err, meeting.ErrEventRefused)
				require.Empty(t, got)
				return
			}
			require.NoError(t, err)
			require.Len(t, got.Events, 1)
			require.Equal(t, meeting.Event{
				Number: 81, UUID: "U", State: meeting.Ended, EndedAt: got.Events[0].EndedAt, At: got.Events[0].At,
			}, got.Events[0])
		})
	}
}

func sign(header http.Header, token, body string, at time.Time) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	header.Set(webhook.TimestampHeader, timestamp)
	header.Set(webhook.SignatureHeader, webhook.Sign(token, timestamp, []byte(body)))
}

func TestReceive(t *testing.T) {
	for name, c := range map[string]struct {
		body      string
		age       time.Duration
		want      error
		reply     string
		events    int
		signedOut string
	}{
		"started":                     {`{"event":"meeting.started","payload":{"object":{"id":81}}}`, 0, nil, "", 1, ""},
		"something else":              {`{"event":"meeting.created"}`, 0, nil, "", 0, ""},
		"malformed":                   {`{"event":"meeting.ended"}`, 0, meeting.ErrEventMalformed, "", 0, ""},
		"stale":                       {endedJSON, 3 * time.Hour, meeting.ErrEventRefused, "", 0, ""},
		"deauthorized":                {`{"event":"app_deauthorized","payload":{"user_id":"z1","client_id":"c1"}}`, 0, nil, "", 0, "z1"},
		"deauthorized, another app":   {`{"event":"app_deauthorized","payload":{"user_id":"z1","client_id":"c2"}}`, 0, nil, "", 0, ""},
		"deauthorized, malformed":     {`{"event":"app_deauthorized","payload":7}`, 0, meeting.ErrEventMalformed, "", 0, ""},
		"deauthorized, too late":      {`{"event":"app_deauthorized","payload":{"user_id":"z1","client_id":"c1"}}`, 6 * time.Minute, meeting.ErrEventRefused, "", 0, ""},
		"validation":                  {`{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}`, 0, nil, `"encryptedToken"`, 0, ""},
		"validation as an oracle":     {`{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1:{}"}}`, 0, meeting.ErrEventRefused, "", 0, ""},
		"validation, ten minutes old": {`{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}`, 10 * time.Minute, meeting.ErrEventRefused, "", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := &provider.Provider{HTTP: http.DefaultClient, Now: func() time.Time { return now }}
			p.Configure(provider.Config{Mode: provider.ModeUserOAuth, ClientID: "c1", WebhookSecret: secret, SignatureSecret: token})
			header := http.Header{"Content-Type": {"application/json"}}
			sign(header, token, c.body, now.Add(-c.age))
			got, err := p.Receive(header, url.Values{"secret": {secret}}, []byte(c.body))
			require.ErrorIs(t, err, c.want)
			require.Contains(t, string(got.Reply), c.reply)
			require.Equal(t, c.reply == "", got.Reply == nil)
			require.Len(t, got.Events, c.events)
			require.Equal(t, c.signedOut, got.SignedOut)
		})
	}
}
