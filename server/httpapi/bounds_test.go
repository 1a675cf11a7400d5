package httpapi_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/httpapi"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/meeting/meetingtest"
	"mattermost-plugin-zoom/server/usertext"
)

// TestTooManyStarts are refused with when to try again, in words and in the header.
func TestTooManyStarts(t *testing.T) {
	h := newHouse(t)
	h.meetings.Limit = &meeting.StartLimit{}
	h.meetings.Limit.Set(2)
	for range 2 {
		status, _, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1","force":true}`)
		require.Equal(t, 200, status, answer)
	}
	h.sim.ResetCalls()
	status, header, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c2"}`)
	require.Equal(t, http.StatusTooManyRequests, status)
	require.Equal(t, "too_many_starts", answer["error"])
	require.Equal(t, "You have started too many meetings in a short time. Try again in 5 minutes.", answer["message"])
	wait, err := strconv.Atoi(header.Get("Retry-After"))
	require.NoError(t, err)
	require.InDelta(t, 300, wait, 5)
	require.Empty(t, h.sim.Calls())
	require.Len(t, h.poster.Posts(), 2)
}

// slowStore keeps every event until it is released.
type slowStore struct {
	kvstore.Meetings
	release chan struct{}
}

func (s slowStore) Change(context.Context, int64, func([]meeting.Instance) bool) error {
	<-s.release
	return meeting.ErrNotFound
}

// knocks takes deliveries with the body "event", and answers "validation".
type knocks struct{}

func (knocks) Receive(_ http.Header, _ url.Values, raw []byte) (meeting.Delivery, error) {
	switch string(raw) {
	case "event":
		return meeting.Delivery{Events: []meeting.Event{{Number: 81, State: meeting.Ended}}}, nil
	case "validation":
		return meeting.Delivery{Reply: []byte("{}")}, nil
	}
	return meeting.Delivery{}, meeting.ErrEventRefused
}

func TestDeliveriesAreHandledInTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, log := slowStore{release: make(chan struct{})}, &strings.Builder{}
		handler := (&httpapi.API{
			Receiver: knocks{}, Log: slog.New(slog.NewTextHandler(log, nil)), Texts: usertext.New(assets.I18n, "Zoom", "zoom", time.Now),
			Meetings: &meeting.Service{Store: store, Provider: &meetingtest.Provider{}, Directory: &meetingtest.Directory{}, Now: time.Now},
		}).Handler()
		answers := make(chan int, 200)
		deliver := func(body string) {
			go func() {
				answer := httptest.NewRecorder()
				handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/webhook", strings.NewReader(body)))
				answers <- answer.Code
			}()
			synctest.Wait()
		}
		for range 128 {
			deliver("event")
		}
		require.Empty(t, answers, "all are being handled")
		deliver("something else")
		require.Equal(t, http.StatusForbidden, <-answers, "a stranger's takes nobody's turn and needs none")
		deliver("validation")
		require.Equal(t, http.StatusOK, <-answers, "nor does what only wants a reply")

		began := time.Now()
		deliver("event")
		deliver("event")
		require.Equal(t, http.StatusServiceUnavailable, <-answers)
		require.Equal(t, http.StatusServiceUnavailable, <-answers)
		require.Equal(t, 2*time.Second, time.Since(began))
		require.Equal(t, 1, strings.Count(log.String(), "Too many events arrive"), "once a minute")

		deliver("event")
		time.Sleep(time.Second)
		require.Empty(t, answers, "it waits")
		store.release <- struct{}{}
		require.Equal(t, http.StatusNoContent, <-answers)
		synctest.Wait()
		close(store.release)
		for range 128 {
			require.Equal(t, http.StatusNoContent, <-answers)
		}
	})
}
