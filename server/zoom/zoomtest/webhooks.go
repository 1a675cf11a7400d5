package zoomtest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/zoom/webhook"
)

// retryAfter is Zoom's rule: a delivery that failed goes out again after so many minutes, counted from the one before.
var retryAfter = []int{5, 20, 60}

// deliveryTimeout is how long Zoom waits for an answer.
const deliveryTimeout = 3 * time.Second

// event is an event before it is sent.
type event struct {
	name string
	body map[string]any
}

// Delivery is one try to send an event.
type Delivery struct {
	Event   string
	Attempt int
	// Status is the answer's; 0 when there was none.
	Status int
}

// sender delivers events, first tries in order.
type sender struct {
	secret string
	minute time.Duration
	now    func() time.Time
	log    *slog.Logger
	client *http.Client

	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup

	mu  sync.Mutex
	url string
	// deauthorization gets app_deauthorized; empty means url.
	deauthorization string
	legacy          bool
	queue           []event
	sending         bool
	deliveries      []Delivery
	// delivered are the events of deliveries.
	delivered []event
	disturbance
}

func newSender(config Config) *sender {
	ctx, stop := context.WithCancel(context.Background())
	return &sender{
		secret: config.SecretToken, minute: config.RetryMinute, now: config.Now, log: config.Log,
		client: &http.Client{Timeout: deliveryTimeout}, ctx: ctx, stop: stop,
		url: config.WebhookURL, deauthorization: config.DeauthorizationURL, legacy: config.LegacyForm,
	}
}

// Deliveries returns all tries so far, in the order in which they were answered.
func (s *Simulator) Deliveries() []Delivery {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	return slices.Clone(s.hooks.deliveries)
}

// Validate does what Zoom does when an admin saves the endpoint, and every 72 hours: a signed url_validation whose answer must hold the
// token signed.
func (s *Simulator) Validate(ctx context.Context) error {
	plain := random(11)
	body, _ := json.Marshal(map[string]any{
		"event": "endpoint.url_validation", "event_ts": s.config.Now().UnixMilli(), "payload": map[string]string{"plainToken": plain},
	})
	status, answer, err := s.hooks.post(ctx, "", "application/json", body)
	if err != nil {
		return err
	}
	var got webhook.Answer
	if err := json.Unmarshal(answer, &got); status != http.StatusOK || err != nil {
		return errors.Errorf("zoomtest: the endpoint answered %d %s", status, answer)
	}
	mac := hmac.New(sha256.New, []byte(s.hooks.secret))
	mac.Write([]byte(plain))
	if got.PlainToken != plain || got.EncryptedToken != hex.EncodeToString(mac.Sum(nil)) {
		return errors.New("zoomtest: the endpoint does not know the secret token")
	}
	return nil
}

func (h *sender) subscribe(webhookURL string, legacy bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.url, h.legacy = webhookURL, legacy
}

func (h *sender) close() {
	h.stop()
	h.work.Wait()
}

func (h *sender) send(e event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.target(e.name) == "" || h.lost(e.name) {
		return
	}
	if h.holding {
		h.held = append(h.held, e)
		return
	}
	h.enqueue(e)
}

// enqueue sends events; the caller holds the lock.
func (h *sender) enqueue(events ...event) {
	if h.ctx.Err() != nil {
		return
	}
	h.queue = append(h.queue, events...)
	if !h.sending && len(h.queue) > 0 {
		h.sending = true
		h.work.Go(h.drain)
	}
}

func (h *sender) drain() {
	for {
		h.mu.Lock()
		if len(h.queue) == 0 {
			h.sending = false
			h.mu.Unlock()
			return
		}
		next := h.queue[0]
		h.queue = h.queue[1:]
		h.mu.Unlock()

		if contentType, body := h.encode(next); body != nil && h.try(next, 1, contentType, body) {
			h.work.Go(func() { h.retry(next, contentType, body) })
		}
	}
}

func (h *sender) retry(e event, contentType string, body []byte) {
	for i, minutes := range retryAfter {
		select {
		case <-h.ctx.Done():
			return
		case <-time.After(time.Duration(minutes) * h.minute):
		}
		if !h.try(e, i+2, contentType, body) {
			return
		}
	}
}

// try delivers once and tells whether Zoom would send again: after a 5xx or no answer, never after a 4xx.
func (h *sender) try(e event, attempt int, contentType string, body []byte) (again bool) {
	status, _, err := h.post(h.ctx, e.name, contentType, body)
	level := slog.LevelInfo
	if status < 200 || status > 299 {
		level = slog.LevelWarn
	}
	h.log.Log(h.ctx, level, "Zoom sent an event", "event", e.name, "attempt", attempt, "status", status)
	h.mu.Lock()
	h.deliveries = append(h.deliveries, Delivery{Event: e.name, Attempt: attempt, Status: status})
	h.delivered = append(h.delivered, e)
	h.mu.Unlock()
	return err != nil || status >= 500
}

// target is where an event goes; the caller holds the lock.
func (h *sender) target(event string) string {
	if event == EventDeauthorized && h.deauthorization != "" {
		return h.deauthorization
	}
	return h.url
}

func (h *sender) post(ctx context.Context, event, contentType string, body []byte) (status int, answer []byte, err error) {
	h.mu.Lock()
	target := h.target(event)
	h.mu.Unlock()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	request.Header.Set("Content-Type", contentType)
	if contentType == "application/json" {
		timestamp := strconv.FormatInt(h.now().Unix(), 10)
		request.Header.Set(webhook.TimestampHeader, timestamp)
		request.Header.Set(webhook.SignatureHeader, webhook.Sign(h.secret, timestamp, body))
	}
	response, err := h.client.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	answer, err = io.ReadAll(io.LimitReader(response.Body, 1<<16))
	return response.StatusCode, answer, err
}

// encode returns the body of an event, nil when the form of 2017 has no such event.
func (h *sender) encode(e event) (contentType string, body []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.legacy {
		body, _ = json.Marshal(e.body)
		return "application/json", body
	}
	status, known := map[string]string{EventStarted: "STARTED", EventEnded: "ENDED", EventJoined: "JOIN"}[e.name]
	if !known {
		return "", nil
	}
	form := url.Values{"status": {status}}
	for key, value := range e.form() {
		form.Set(key, value)
	}
	return "application/x-www-form-urlencoded", []byte(form.Encode())
}
