package httpapi

import (
	"context"
	"net/http"
	"time"

	"mattermost-plugin-zoom/server/meeting"
)

const (
	// deliveriesAtOnce is how many deliveries are handled at a time.
	deliveriesAtOnce = 128
	// deliveryPatience is how long another one waits for its turn. Zoom takes what is not answered within three seconds as not delivered.
	deliveryPatience = 2 * time.Second
)

// webhook is POST /webhook?secret=… and POST /deauthorization?secret=…, where a meeting service tells what happens. It answers 204, or 200
// with a body when the service expects one; a 4xx is final, and only after a 5xx does the service send again. Nothing here asks the service
// anything: what it tells is stored and shown, and what has to be asked the reconciler asks, later.
func (a *API) webhook(w http.ResponseWriter, r *http.Request) {
	raw, err := readBody(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	delivery, err := a.Receiver.Receive(r.Header, r.URL.Query(), raw)
	if err != nil {
		a.refuse(w, err)
		return
	}
	// What only wants a reply, such as a validation, waits for nobody.
	if len(delivery.Events) > 0 || delivery.SignedOut != "" {
		done := a.turn(r.Context())
		if done == nil {
			a.refusedBusy.Do(func() {
				a.Log.Warn("Too many events arrive at once; the service has to send some again", "at_once", deliveriesAtOnce)
			})
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		defer done()
	}
	if err := a.handle(r.Context(), delivery); err != nil {
		a.fail(w, r, err)
		return
	}
	if delivery.Reply == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	answerRaw(w, http.StatusOK, delivery.Reply)
}

// handle does what a delivery asks for.
func (a *API) handle(ctx context.Context, delivery meeting.Delivery) error {
	for _, event := range delivery.Events {
		if err := a.Meetings.Handle(ctx, event); err != nil {
			return err
		}
	}
	if delivery.SignedOut != "" {
		return a.SignIn.Forget(ctx, delivery.SignedOut, delivery.SignedOutAt)
	}
	return nil
}

// turn waits until fewer than deliveriesAtOnce deliveries are being handled, for deliveryPatience at most; then it returns nil. The caller
// calls done at the end. Only the service's own deliveries come here, and with their whole body: neither strangers nor slow senders take the
// turn of another.
func (a *API) turn(ctx context.Context) (done func()) {
	done = func() { <-a.handling }
	select {
	case a.handling <- struct{}{}:
		return done
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, deliveryPatience)
	defer cancel()
	select {
	case a.handling <- struct{}{}:
		return done
	case <-ctx.Done():
		return nil
	}
}

// refuse tells the sender and, now and then, the log.
func (a *API) refuse(w http.ResponseWriter, err error) {
	failure := a.Texts.ForError(err, meeting.Person{})
	a.refusals.Do(func() { a.Log.Warn("A delivery to the webhook was refused", "status", failure.Status, "cause", err) })
	AnswerFailure(w, failure)
}
