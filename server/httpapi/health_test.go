package httpapi_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/httpapi"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/usertext"
	"mattermost-plugin-zoom/server/zoom/webhook"
)

// TestWhatADeliveryCosts counts the calls of the store, and what admins are told, with the notebook in its place.
func TestWhatADeliveryCosts(t *testing.T) {
	h := newHouse(t)
	now := time.Now()
	h.setClock(func() time.Time { return now })
	var told []string
	notebook := &health.Notebook{
		Store:  kvstore.Health{KV: h.kv},
		Admins: func(context.Context) ([]meeting.Person, error) { return []meeting.Person{{UserID: "admin"}}, nil },
		Tell: func(_ context.Context, _, text string) error {
			told = append(told, text)
			return nil
		},
		Text: func(_ string, trouble health.Trouble) string { return string(trouble) },
		Log:  slog.New(slog.DiscardHandler), Now: func() time.Time { return now },
		After: func(task func(context.Context)) { task(t.Context()) },
	}
	texts := usertext.New(assets.I18n, "Zoom", "zoom", func() time.Time { return now })
	handler := (&httpapi.API{Receiver: health.Receiver{Service: h.provider, Notebook: notebook}, Meetings: h.meetings, Texts: texts,
		Log: slog.New(slog.DiscardHandler)}).Handler()
	deliver := func(secret, token string, status, reads, writes int) {
		t.Helper()
		body, timestamp := own["meeting.ended"], strconv.FormatInt(now.Unix(), 10)
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/webhook?secret="+secret, strings.NewReader(body))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set(webhook.TimestampHeader, timestamp)
		request.Header.Set(webhook.SignatureHeader, webhook.Sign(token, timestamp, []byte(body)))
		recorder := httptest.NewRecorder()
		h.kv.Calls()
		handler.ServeHTTP(recorder, request)
		require.Equal(t, status, recorder.Code)
		r, w := h.kv.Calls()
		require.Equal(t, []int{reads, writes}, []int{r, w})
	}
	token := h.config.SignatureSecret
	deliver("a%2Bb", token, http.StatusNoContent, 2, 1)
	for range 10 {
		deliver("a%2Bb", token, http.StatusNoContent, 1, 0)
	}
	deliver("x", "x", http.StatusForbidden, 1, 1)
	deliver("x", "x", http.StatusForbidden, 0, 0)
	require.Empty(t, told, "a stranger's")
	now = now.Add(time.Minute)
	deliver("x", token, http.StatusForbidden, 1, 1)
	deliver("a%2Bb", "x", http.StatusForbidden, 0, 0)
	require.Equal(t, []string{"secret"}, told)
}

// TestADeliveryBeforeTheSettings is sent again, tells its sender nothing, and is nobody's mistake.
func TestADeliveryBeforeTheSettings(t *testing.T) {
	h := newHouse(t)
	log := &strings.Builder{}
	notebook := &health.Notebook{Store: kvstore.Health{KV: h.kv}, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		After: func(task func(context.Context)) { task(t.Context()) }}
	handler := (&httpapi.API{
		Receiver: health.Receiver{Service: &provider.Provider{HTTP: http.DefaultClient, Now: time.Now}, Notebook: notebook}, Meetings: h.meetings,
		Texts: usertext.New(assets.I18n, "Zoom", "zoom", time.Now), Log: slog.New(slog.NewTextHandler(log, nil)),
	}).Handler()
	h.kv.Calls()
	for _, path := range []string{"/webhook", "/webhook?secret=a%2Bb", "/deauthorization"} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(own["meeting.ended"])))
		require.Equal(t, http.StatusServiceUnavailable, answer.Code)
		require.JSONEq(t, `{"error":"not_configured","message":"Zoom is not set up correctly on this server. Ask a System Admin to look at System Console > Plugins > Zoom."}`,
			answer.Body.String())
	}
	reads, writes := h.kv.Calls()
	require.Zero(t, reads+writes, "nothing is noted")
	require.Equal(t, 1, strings.Count(log.String(), "A delivery to the webhook was refused"), "strangers cannot fill the log")
}
