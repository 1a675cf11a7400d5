package meeting_test

import (
	"testing"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/meeting"
)

type watcher struct {
	started int
	failed  []error
}

func (w *watcher) Started()                             { w.started++ }
func (w *watcher) Failed(failure *meeting.ServiceError) { w.failed = append(w.failed, failure.Kind) }

func TestTheWatcherHearsOfStartsAndFailures(t *testing.T) {
	service := &meeting.ServiceError{Kind: meeting.ErrUnavailable, Cause: errors.New("x")}
	for name, c := range map[string]struct {
		serviceErr, postErr error
		share               bool
		want                watcher
	}{
		"a start":                      {nil, nil, false, watcher{started: 1}},
		"a share":                      {nil, nil, true, watcher{}},
		"a start that fails":           {errors.Wrap(service, "x"), nil, false, watcher{failed: []error{meeting.ErrUnavailable}}},
		"a share that fails":           {service, nil, true, watcher{failed: []error{meeting.ErrUnavailable}}},
		"somebody is not signed in":    {meeting.ErrAccountNotConnected, nil, false, watcher{}},
		"a start that is not shown":    {nil, errors.New("the database is down"), false, watcher{}},
		"what people type is no fault": {meeting.ErrBadReference, nil, true, watcher{}},
	} {
		t.Run(name, func(t *testing.T) {
			h, got := newHouse(instant(81, "U")), &watcher{}
			h.Watcher, h.provider.Err, h.poster.Err = got, c.serviceErr, c.postErr
			var err error
			if c.share {
				_, err = h.Share(t.Context(), meeting.ShareRequest{Place: place, Reference: "81"})
			} else {
				_, err = h.Start(t.Context(), meeting.Request{Place: place})
			}
			require.Equal(t, c.serviceErr != nil || c.postErr != nil, err != nil)
			require.Equal(t, c.want, *got)
		})
	}
}

func TestAQuestionIsNoStart(t *testing.T) {
	h, got := newHouse(instant(81, "U"), instant(82, "V")), &watcher{}
	h.Watcher = got
	for range 2 {
		_, err := h.Start(t.Context(), meeting.Request{Place: place})
		require.NoError(t, err)
	}
	require.Equal(t, 1, got.started)
}
