package httpapi

import (
	"net/http"

	"mattermost-plugin-zoom/server/meeting"
)

// webhook is POST /webhook?secret=… and POST /deauthorization?secret=…, where a meeting service tells what happens. It answers 204, or 200 with a body when the service
// expects one; a 4xx is final, and only after a 5xx does the service send again.
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
	for _, event := range delivery.Events {
		if err := a.Meetings.Handle(r.Context(), event); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	if delivery.SignedOut != "" {
		if err := a.SignIn.Forget(r.Context(), delivery.SignedOut); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	if delivery.Reply == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	answerRaw(w, http.StatusOK, delivery.Reply)
}

// refuse tells the sender and, now and then, the log.
func (a *API) refuse(w http.ResponseWriter, err error) {
	failure := a.Texts.ForError(err, meeting.Person{})
	a.refusals.Do(func() { a.Log.Warn("A delivery to the webhook was refused", "status", failure.Status, "cause", err) })
	answerFailure(w, failure)
}
