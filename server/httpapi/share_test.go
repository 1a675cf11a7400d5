package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom/zoomtest"
)

const aliceRoom = 2000000001

// states are those of all posts, by channel.
func (h *house) states() map[string]meeting.State {
	states := map[string]meeting.State{}
	for _, post := range h.poster.Posts() {
		states[post.Place.ChannelID] = post.View.State
	}
	return states
}

func TestShareAMeetingUntilItsEnd(t *testing.T) {
	for name, form := range map[string]zoomtest.IDForm{"ids as Zoom sends them": zoomtest.IDsAsDocumented, "numbers": zoomtest.IDsAsNumbers, "text": zoomtest.IDsAsStrings} {
		t.Run(name, func(t *testing.T) {
			account := zoomtest.Default()
			account.ObjectIDs = form
			h := newHouseAt(t, account)
			scheduled, err := h.sim.Schedule("alice@example.com", zoomtest.MeetingRequest{Topic: "Plans", Passcode: "4711"})
			require.NoError(t, err)
			for _, id := range []string{fmt.Sprint(scheduled.ID), fmt.Sprintf("%q", fmt.Sprint(scheduled.ID)), fmt.Sprintf("%q", scheduled.JoinURL)} {
				status, _, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c`+fmt.Sprint(len(h.poster.Posts()))+`","meeting_id":`+id+`}`)
				require.Equal(t, 200, status, answer)
				require.Equal(t, "started", answer["outcome"])
				require.Equal(t, scheduled.JoinURL, answer["meeting_url"])
				require.NotContains(t, answer, "start_url")
			}
			require.Equal(t, map[string]meeting.State{"c0": meeting.Waiting, "c1": meeting.Waiting, "c2": meeting.Waiting}, h.states())
			require.NoError(t, h.sim.Join(scheduled.ID, "Bob"))
			h.sim.Settle()
			require.Equal(t, map[string]meeting.State{"c0": meeting.Running, "c1": meeting.Running, "c2": meeting.Running}, h.states())
			require.NoError(t, h.sim.End(scheduled.ID))
			h.sim.Settle()
			require.Equal(t, map[string]meeting.State{"c0": meeting.Ended, "c1": meeting.Ended, "c2": meeting.Ended}, h.states())
			require.Equal(t, "Plans", h.poster.Posts()[0].View.Topic)
			require.Empty(t, h.log.String())
		})
	}
}

// TestShareTheOwnRoom posts it without a meeting, even for who may make none.
func TestShareTheOwnRoom(t *testing.T) {
	account := zoomtest.Default()
	account.Users[0].NoHosting = true
	h := newHouseAt(t, account)
	status, _, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1","share":true,"personal":true}`)
	require.Equal(t, 200, status, answer)
	require.EqualValues(t, aliceRoom, answer["meeting_id"])
	require.NotContains(t, answer, "start_url")
	require.Zero(t, h.sim.Calls()[zoomtest.OpCreateMeeting])
	require.Equal(t, map[string]meeting.State{"c1": meeting.Waiting}, h.states())
	require.NoError(t, h.sim.Join(aliceRoom, "Alice"))
	require.NoError(t, h.sim.End(aliceRoom))
	h.sim.Settle()
	require.Equal(t, map[string]meeting.State{"c1": meeting.Ended}, h.states())

	_, _, answer = h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c2","personal":true,"meeting_id":81234567890}`)
	require.EqualValues(t, 81234567890, answer["meeting_id"], "as the earlier plugin's web app sends it")
}

func TestALimitTellsHowLongToWait(t *testing.T) {
	h := newHouse(t)
	h.setClock(func() time.Time { return time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC) })
	h.sim.Fail(zoomtest.Failure{Op: zoomtest.OpCreateMeeting, Status: 429, Header: http.Header{"Retry-After": {"2026-05-01T09:00:30.4Z"}},
		Body: `{"code":429,"message":"x"}`})
	_, header, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1"}`)
	require.Equal(t, "rate_limited", answer["error"])
	require.Equal(t, "31", header.Get("Retry-After"))
	require.Contains(t, answer["message"], "Try again in 31 seconds")
}

// TestAPersonalRoomInAndOutOfMattermost ends the right posts only, whatever order Zoom tells things in.
func TestAPersonalRoomInAndOutOfMattermost(t *testing.T) {
	for name, c := range map[string]struct {
		pmiAsID bool
		release []int
	}{
		"in order":              {false, []int{0, 1, 2, 3}},
		"the room's number":     {true, []int{0, 1, 2, 3}},
		"twice":                 {false, []int{0, 0, 1, 1, 2, 2, 3, 3}},
		"the end first":         {false, []int{3, 2, 1, 0}},
		"only the end":          {false, []int{3}},
		"twice and the end too": {false, []int{3, 0, 3, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			clock := time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)
			account := zoomtest.Default()
			account.PMIAsID = c.pmiAsID
			account.Now = func() time.Time { return clock }
			h := newHouseAt(t, account)
			h.setClock(account.Now)

			// A private meeting, whose events Zoom cannot deliver in time.
			h.sim.Hold()
			require.NoError(t, h.sim.Join(aliceRoom, "Alice"))
			clock = clock.Add(10 * time.Minute)
			require.NoError(t, h.sim.End(aliceRoom))
			require.Len(t, h.sim.Held(), 4)

			clock = clock.Add(time.Minute)
			status, _, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1","personal":true}`)
			require.Equal(t, 200, status, answer)
			require.EqualValues(t, aliceRoom, answer["meeting_id"])
			require.Contains(t, answer["start_url"], "zak=")
			h.sim.Release(c.release...)
			h.sim.Settle()
			require.Equal(t, map[string]meeting.State{"c1": meeting.Waiting}, h.states(), "the private meeting is none of ours")

			clock = clock.Add(time.Minute)
			h.sim.Hold()
			require.NoError(t, h.sim.Join(aliceRoom, "Alice"))
			clock = clock.Add(time.Minute)
			_, _, answer = h.post(t, "u2", "/api/v1/meetings", fmt.Sprintf(`{"channel_id":"c2","meeting_id":%d}`, aliceRoom))
			require.Equal(t, "started", answer["outcome"], answer)
			clock = clock.Add(10 * time.Minute)
			require.NoError(t, h.sim.End(aliceRoom))
			clock = clock.Add(time.Minute)
			h.post(t, "u2", "/api/v1/meetings", fmt.Sprintf(`{"channel_id":"c3","meeting_id":%d}`, aliceRoom))
			h.sim.Release(c.release...)
			h.sim.Settle()
			require.Equal(t, map[string]meeting.State{"c1": meeting.Ended, "c2": meeting.Ended, "c3": meeting.Waiting}, h.states())
			for _, delivery := range h.sim.Deliveries() {
				require.Equal(t, 204, delivery.Status, delivery.Event)
			}
			require.Len(t, h.poster.Posts(), 3)
		})
	}
}

func TestASecondStartNeedsToBeConfirmed(t *testing.T) {
	h := newHouse(t)
	_, _, first := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1","topic":"Weekly"}`)
	h.sim.ResetCalls()
	before := time.Now()
	status, header, answer := h.post(t, "u1", "/api/v1/meetings", `{"channel_id":"c1"}`)
	require.Equal(t, 200, status)
	require.Equal(t, "no-store", header.Get("Cache-Control"))
	require.Equal(t, "needs_confirm", answer["outcome"])
	require.Empty(t, h.sim.Calls())
	recent := answer["recent"].(map[string]any)
	require.InDelta(t, before.UnixMilli(), recent["started_at"], 10_000)
	delete(recent, "started_at")
	require.Equal(t, map[string]any{"post_id": "post1", "meeting_id": first["meeting_id"], "meeting_url": first["meeting_url"], "topic": "Weekly",
		"creator_username": "alice"}, recent)
	raw, err := json.Marshal(answer)
	require.NoError(t, err)
	require.NotContains(t, string(raw), "zak=")

	_, _, answer = h.post(t, "u1", "/api/v1/meetings?force=false", `{"channel_id":"c1"}`)
	require.Equal(t, "needs_confirm", answer["outcome"])
	for _, c := range []struct{ path, body string }{{"/api/v1/meetings?force=true", `{"channel_id":"c1"}`},
		{"/api/v1/meetings", `{"channel_id":"c1","force":true}`}} {
		_, _, answer = h.post(t, "u1", c.path, c.body)
		require.Equal(t, "started", answer["outcome"])
	}
}

// TestAPersonalRoomWhileTheClocksDiffer by more than its meeting lasts.
func TestAPersonalRoomWhileTheClocksDiffer(t *testing.T) {
	for _, ahead := range []time.Duration{-4 * time.Minute, 0, 4 * time.Minute} {
		t.Run(ahead.String(), func(t *testing.T) {
			// The simulator's deliveries read the clock in goroutines of their own.
			var clock atomic.Int64
			clock.Store(time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC).UnixNano())
			pass := func(d time.Duration) { clock.Add(int64(d)) }
			account := zoomtest.Default()
			account.Now = func() time.Time { return time.Unix(0, clock.Load()).UTC() }
			account.ClockSkew = ahead
			h := newHouseAt(t, account)
			h.setClock(account.Now)

			h.sim.Hold()
			require.NoError(t, h.sim.End(aliceRoom))
			pass(time.Minute)
			for _, body := range []string{`{"channel_id":"c1","personal":true}`, fmt.Sprintf(`{"channel_id":"c2","meeting_id":%d}`, aliceRoom)} {
				status, _, answer := h.post(t, "u1", "/api/v1/meetings", body)
				require.Equal(t, 200, status, answer)
			}
			h.sim.Release()
			h.sim.Settle()
			require.Equal(t, map[string]meeting.State{"c1": meeting.Waiting, "c2": meeting.Waiting}, h.states(), "what was over is none of ours")

			pass(2 * time.Second)
			require.NoError(t, h.sim.Join(aliceRoom, "Alice"))
			pass(time.Minute)
			require.NoError(t, h.sim.End(aliceRoom))
			h.sim.Settle()
			require.Equal(t, map[string]meeting.State{"c1": meeting.Ended, "c2": meeting.Ended}, h.states())
		})
	}
}
