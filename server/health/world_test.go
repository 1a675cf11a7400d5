package health_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/kvstore"
	"mattermost-plugin-zoom/server/kvstore/kvtest"
	"mattermost-plugin-zoom/server/meeting"
)

// cluster is what its nodes share.
type cluster struct {
	kv  *kvtest.KV
	log *strings.Builder

	mu  sync.Mutex
	now time.Time
	// told is "<user> <language> <trouble>" for each message.
	told []string
	// adminsErr and tellErr are what listing admins and telling one fails with.
	adminsErr error
	tellErr   map[string]error
}

func newCluster() *cluster {
	return &cluster{kv: &kvtest.KV{}, log: &strings.Builder{}, now: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)}
}

// node returns a notebook whose background tasks run at once.
func (c *cluster) node(t *testing.T) *health.Notebook {
	t.Helper()
	return &health.Notebook{
		Store: kvstore.Health{KV: c.kv},
		Admins: func(context.Context) ([]meeting.Person, error) {
			return []meeting.Person{{UserID: "a1", Locale: "en"}, {UserID: "a2", Locale: "de"}}, c.adminsErr
		},
		Tell: func(_ context.Context, userID, text string) error {
			c.mu.Lock()
			defer c.mu.Unlock()
			if err := c.tellErr[userID]; err != nil {
				return err
			}
			c.told = append(c.told, userID+" "+text)
			return nil
		},
		Text:  func(locale string, trouble health.Trouble) string { return locale + " " + string(trouble) },
		Code:  func(error) string { return "a_code" },
		Log:   slog.New(slog.NewTextHandler(c.log, nil)),
		Now:   c.clock,
		After: func(task func(context.Context)) { task(t.Context()) },
	}
}

func (c *cluster) clock() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *cluster) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *cluster) notes(t *testing.T) health.Notes {
	t.Helper()
	notes, err := kvstore.Health{KV: c.kv}.Notes(t.Context())
	require.NoError(t, err)
	return notes
}

// deliver has a delivery refused for a reason, with "!" in front when its sender is unknown, or taken for none.
func deliver(t *testing.T, node *health.Notebook, reason string) {
	t.Helper()
	var err error
	if reason != "" {
		bare := strings.TrimPrefix(reason, "!")
		err = &meeting.RefusedError{Reason: meeting.Refusal(bare), Known: bare == reason, Cause: errors.New("the cause")}
	}
	_, got := health.Receiver{Service: service{err}, Notebook: node}.Receive(nil, nil, nil)
	require.Equal(t, err, got)
}

// service answers every delivery alike.
type service struct{ err error }

func (s service) Receive(http.Header, url.Values, []byte) (meeting.Delivery, error) {
	return meeting.Delivery{}, s.err
}
