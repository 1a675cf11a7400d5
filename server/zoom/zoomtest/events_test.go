package zoomtest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyWhatTheAppSubscribesToIsSent(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Events = []string{EventEnded} })
	id, _ := a.create(`{"type":1}`)
	a.hold(id, "Alice", "Bob")
	require.Equal(t, []string{EventEnded}, names(a.told()))
	require.NotContains(t, Default().Events, EventCreated)
}

func TestObjectIDs(t *testing.T) {
	for form, want := range map[IDForm]func(id int64) [2]any{
		IDsAsDocumented: func(id int64) [2]any { return [2]any{float64(id), path("{}", id)} },
		IDsAsNumbers:    func(id int64) [2]any { return [2]any{float64(id), float64(id)} },
		IDsAsStrings:    func(id int64) [2]any { return [2]any{path("{}", id), path("{}", id)} },
	} {
		a := newAccount(t, func(c *Config) { c.ObjectIDs = form })
		id, _ := a.create(`{"type":1}`)
		a.hold(id, "Alice")
		events := a.told()
		require.Equal(t, want(id), [2]any{object(events[0])["id"], object(events[1])["id"]})
	}
}

func TestEventsLateTwiceAndNever(t *testing.T) {
	a := newAccount(t, func(c *Config) { c.Events = []string{EventStarted, EventJoined, EventLeft, EventEnded} })
	id, _ := a.create(`{"type":1}`)
	kept := []string{EventStarted, EventJoined, EventLeft, EventEnded}
	keep := func() {
		a.Hold()
		a.hold(id, "Alice")
		require.Empty(t, a.told())
		require.Equal(t, kept, a.Held())
	}
	keep()
	a.Release()
	require.Equal(t, kept, names(a.told()), "as they came")
	keep()
	a.Release(3, 0, 3)
	require.Equal(t, []string{EventEnded, EventStarted, EventEnded}, names(a.told()))
	require.Empty(t, a.Held())

	keep()
	a.Disturb(7)
	first := names(a.told())
	keep()
	a.Disturb(7)
	require.Equal(t, first, names(a.told()), "the seed decides")
	require.Subset(t, first, kept, "nothing is lost")
	require.Greater(t, len(first), len(kept), "some come twice")
	require.NotEqual(t, kept, first[:4])

	a.Drop(EventEnded, 1)
	a.hold(id, "Alice")
	require.Equal(t, kept[:3], names(a.told()))
	a.hold(id, "Alice")
	require.Equal(t, kept, names(a.told()))

	sent := a.Deliveries()
	require.True(t, a.Repeat(len(sent)-1))
	require.Equal(t, []string{EventEnded}, names(a.told()))
	require.False(t, a.Repeat(-1))
}
