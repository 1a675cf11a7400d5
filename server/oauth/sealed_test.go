package oauth_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/oauth"
)

func TestWhatCannotBeOpenedAsksToConnectAgainAndStays(t *testing.T) {
	for name, c := range map[string]struct{ spoil, mend func(w *world) }{
		"key changed": {func(w *world) { w.key = "another" }, func(w *world) { w.key = "any text" }},
		"key gone":    {func(w *world) { w.key = "" }, func(w *world) { w.key = "any text" }},
		"app changed": {func(w *world) { w.app.Name = "another" }, func(w *world) { w.app.Name = "app" }},
		"tampered":    {(*world).tamper, func(w *world) { w.signIn("u", "u", alice) }},
		"a new form":  {func(w *world) { w.overwrite("u", `"sealed":"A`, `"sealed":"/`) }, func(w *world) { w.signIn("u", "u", alice) }},
		"given to another app": {func(w *world) { w.app.Name = "another"; w.overwrite("u", `"app":"app"`, `"app":"another"`) },
			func(w *world) { w.signIn("u", "u", alice) }},
		"moved": {func(w *world) {
			value := w.kv.Values()["connection_v"]
			require.NoError(w, w.kv.Set(w.Context(), "connection_u", value, 0))
		}, func(w *world) { w.signIn("u", "u", alice) }},
		"no record at all": {func(w *world) { require.NoError(w, w.kv.Set(w.Context(), "connection_u", []byte("{"), 0)) },
			func(w *world) { w.signIn("u", "u", alice) }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.signIn("v", "v", alice)
			w.signIn("u", "u", alice)
			c.spoil(w)
			before := w.kv.Values()
			source := w.source()
			for range 2 {
				_, err := source.Token(t.Context(), "u")
				require.ErrorIs(t, err, oauth.ErrReconnect)
			}
			status, err := source.Status(t.Context(), "u")
			require.NoError(t, err)
			require.True(t, status.Reconnect)
			require.Equal(t, before, w.kv.Values())
			require.Zero(t, w.app.Refreshes())
			c.mend(w)
			token, err := source.Token(t.Context(), "u")
			require.NoError(t, err)
			require.True(t, w.app.Good(token))
		})
	}
}

// overwrite changes the stored connection of owner as somebody at the database could.
func (w *world) overwrite(owner, old, replacement string) {
	w.Helper()
	value := string(w.kv.Values()["connection_"+owner])
	require.Contains(w, value, old)
	require.NoError(w, w.kv.Set(w.Context(), "connection_"+owner, []byte(strings.Replace(value, old, replacement, 1)), 0))
}

// tamper changes a bit of the sealed token.
func (w *world) tamper() {
	var record map[string]any
	require.NoError(w, json.Unmarshal(w.kv.Values()["connection_u"], &record))
	sealed, err := base64.StdEncoding.DecodeString(record["sealed"].(string))
	require.NoError(w, err)
	sealed[len(sealed)/2] ^= 1
	w.overwrite("u", record["sealed"].(string), base64.StdEncoding.EncodeToString(sealed))
}
