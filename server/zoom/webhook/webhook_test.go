package webhook_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom/webhook"
)

// shared is the folder with data that nobody on this project wrote; it stands beside the repository.
const shared = "../../../../shared/zoom/webhooks"

func header(timestamp, signature string) http.Header {
	h := http.Header{}
	h.Set("x-zm-request-timestamp", timestamp)
	h.Set("x-zm-signature", signature)
	return h
}

// The signatures were made with `printf 'v0:1700000000:…' | openssl dgst -sha256 -hmac secret`.
var (
	ended = vector{
		body:      `{"event":"meeting.ended","payload":{"object":{"id":"123"}}}`,
		signature: "v0=a3a1cf727bbdcde683cf1e4ceb5ddca375a76544f3d334439074a73872708a20",
	}
	validation = vector{
		body:      `{"event":"endpoint.url_validation","payload":{"plainToken":"abc"}}`,
		signature: "v0=a4ad3140fa07fc1c87d0a155372589ed8b5aa06f962bf27c4d53a01cc59d91c0",
	}
	deauthorized = vector{
		body:      `{"event":"app_deauthorized","payload":{}}`,
		signature: "v0=5e287b8697d363208cef37b86ed8aea8b0d63ae8d740c64231c5c33100256294",
	}
)

type vector struct{ body, signature string }

var signedAt = time.Unix(1700000000, 0)

func TestVerify(t *testing.T) {
	type c struct {
		vector  vector
		secret  string
		age     time.Duration
		spoil   func(http.Header, []byte) []byte
		refused error
	}
	keep := func(_ http.Header, body []byte) []byte { return body }
	for name, c := range map[string]c{
		"good":                           {ended, "secret", 0, keep, nil},
		"another secret":                 {ended, "Secret", 0, keep, webhook.ErrSignature},
		"no secret configured":           {ended, "", 0, keep, webhook.ErrNoSecret},
		"one byte changed":               {ended, "secret", 0, func(_ http.Header, b []byte) []byte { b[len(b)-5]++; return b }, webhook.ErrSignature},
		"re-serialised":                  {ended, "secret", 0, func(_ http.Header, b []byte) []byte { return append(b, '\n') }, webhook.ErrSignature},
		"no signature":                   {ended, "secret", 0, func(h http.Header, b []byte) []byte { h.Del(webhook.SignatureHeader); return b }, webhook.ErrSignature},
		"another timestamp":              {ended, "secret", 0, func(h http.Header, b []byte) []byte { h.Set(webhook.TimestampHeader, "1700000001"); return b }, webhook.ErrSignature},
		"event, Zoom's last retry":       {ended, "secret", 85 * time.Minute, keep, nil},
		"event, 2 h old":                 {ended, "secret", 2 * time.Hour, keep, nil},
		"event, older":                   {ended, "secret", 2*time.Hour + time.Second, keep, webhook.ErrStale},
		"event, clock 5 min ahead":       {ended, "secret", -5 * time.Minute, keep, nil},
		"event, further ahead":           {ended, "secret", -5*time.Minute - time.Second, keep, webhook.ErrStale},
		"validation, 5 min old":          {validation, "secret", 5 * time.Minute, keep, nil},
		"validation, older":              {validation, "secret", 5*time.Minute + time.Second, keep, webhook.ErrStale},
		"deauthorization, 5 min old":     {deauthorized, "secret", 5 * time.Minute, keep, nil},
		"deauthorization, older":         {deauthorized, "secret", 5*time.Minute + time.Second, keep, webhook.ErrStale},
		"deauthorization, further ahead": {deauthorized, "secret", -5*time.Minute - time.Second, keep, webhook.ErrStale},
	} {
		t.Run(name, func(t *testing.T) {
			h := header("1700000000", c.vector.signature)
			body := c.spoil(h, []byte(c.vector.body))
			err := webhook.Verify(c.secret, h, body, signedAt.Add(c.age))
			require.ErrorIs(t, err, c.refused)
		})
	}
}

func TestVerifyRefusesATimestampThatIsNone(t *testing.T) {
	for _, timestamp := range []string{"", "soon", "1e9", "99999999999999999999"} {
		h := header(timestamp, webhook.Sign("secret", timestamp, []byte("{}")))
		require.ErrorIs(t, webhook.Verify("secret", h, []byte("{}"), signedAt), webhook.ErrStale, timestamp)
	}
}

// TestRealDeliveries uses what Zoom signed for somebody else.
func TestRealDeliveries(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(shared, "signature-vectors.json"))
	if os.IsNotExist(err) {
		t.Skip("the folder with Zoom's real deliveries is not beside the repository: ", shared)
	}
	require.NoError(t, err)
	var file struct {
		Vectors []struct{ Name, Secret, Timestamp, Body, Signature string }
	}
	require.NoError(t, json.Unmarshal(raw, &file))
	require.Len(t, file.Vectors, 2)
	for _, v := range file.Vectors {
		t.Run(v.Name, func(t *testing.T) {
			seconds, err := strconv.ParseInt(v.Timestamp, 10, 64)
			require.NoError(t, err)
			now := time.Unix(seconds, 0).Add(time.Second)
			h := header(v.Timestamp, v.Signature)
			require.NoError(t, webhook.Verify(v.Secret, h, []byte(v.Body), now))

			event, err := webhook.Parse("application/json", []byte(v.Body), now)
			require.NoError(t, err)
			require.NotZero(t, event)

			for i := range []byte(v.Body) {
				changed := []byte(v.Body)
				changed[i] ^= 1
				require.ErrorIs(t, webhook.Verify(v.Secret, h, changed, now), webhook.ErrSignature, "byte %d", i)
			}
			var decoded any
			require.NoError(t, json.Unmarshal([]byte(v.Body), &decoded))
			again, err := json.Marshal(decoded)
			require.NoError(t, err)
			require.ErrorIs(t, webhook.Verify(v.Secret, h, again, now), webhook.ErrSignature, "re-serialised")
		})
	}
}

func TestChallenge(t *testing.T) {
	answer, err := webhook.Challenge("secret", webhook.URLValidation{PlainToken: "qgg8vlvZRS6UYooatFL8Aw"})
	require.NoError(t, err)
	require.Equal(t, webhook.Answer{PlainToken: "qgg8vlvZRS6UYooatFL8Aw", EncryptedToken: "72cef096bfd47c0b8664df30d07721641e4abd7e885ba432204260db477a9a3e"}, answer)

	for _, oracle := range []string{"v0:1700000000:{}", "a b", "a\n", "", "ü", strings.Repeat("a", 129)} {
		_, err := webhook.Challenge("secret", webhook.URLValidation{PlainToken: oracle})
		require.ErrorIs(t, err, webhook.ErrToken, "%q", oracle)
	}
	_, err = webhook.Challenge("", webhook.URLValidation{PlainToken: "abc"})
	require.ErrorIs(t, err, webhook.ErrNoSecret)
}
