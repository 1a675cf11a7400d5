package e2e

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// spray stands between Zoom and the nodes: it sends each event to any of them, some to both, and loses some on the way, so that Zoom sends
// them again later.
type spray struct {
	url  string
	mu   sync.Mutex
	dice *rand.Rand
	// targets are the webhooks of the nodes.
	targets []string
	doubled int
	work    sync.WaitGroup
}

func newSpray(t *testing.T, seed uint64) *spray {
	s := &spray{dice: rand.New(rand.NewPCG(seed, 2))} //nolint:gosec // The same seed must give the same game.
	server := httptest.NewServer(http.HandlerFunc(s.pass))
	t.Cleanup(func() {
		server.Close()
		s.work.Wait()
	})
	s.url = server.URL
	return s
}

func (s *spray) pass(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	s.mu.Lock()
	luck, first := s.dice.IntN(100), s.dice.IntN(len(s.targets))
	targets, lost, doubled := s.targets, luck < 15, luck >= 80
	if doubled {
		s.doubled++
	}
	s.mu.Unlock()
	if lost {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if doubled {
		s.work.Go(func() { s.forward(context.WithoutCancel(r.Context()), targets[(first+1)%len(targets)], r.Header, body) })
	}
	w.WriteHeader(s.forward(r.Context(), targets[first], r.Header, body))
}

func (s *spray) forward(ctx context.Context, target string, header http.Header, body []byte) (status int) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return http.StatusBadGateway
	}
	request.Header = header.Clone()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return http.StatusBadGateway
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}
