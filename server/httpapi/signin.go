package httpapi

import (
	"cmp"
	"net/http"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/signin"
	"mattermost-plugin-zoom/server/usertext"
)

// connect is GET /oauth2/connect?for=…: the link of a prompt, which leads on to the service.
func (a *API) connect(w http.ResponseWriter, r *http.Request) {
	userID := r.Header.Get(userHeader)
	if userID == "" {
		a.page(w, r, usertext.PageNoSession, usertext.PageData{})
		return
	}
	key := r.URL.Query().Get(signin.WantedKey)
	address, err := a.SignIn.Begin(r.Context(), userID, key)
	if err != nil {
		a.failedPage(w, r, err, a.SignIn.LinkFor(key))
		return
	}
	leave(w, r, address)
}

// complete is GET /oauth2/complete?code=…&state=…, where the service sends people back to.
func (a *API) complete(w http.ResponseWriter, r *http.Request) {
	query, userID := r.URL.Query(), r.Header.Get(userHeader)
	if userID == "" {
		a.page(w, r, usertext.PageNoSession, usertext.PageData{})
		return
	}
	wanted, identity, err := a.SignIn.Complete(r.Context(), oauth.Return{
		UserID: userID, State: query.Get("state"), Code: query.Get("code"), Error: query.Get("error"),
	})
	if err != nil {
		a.tellWatcher(err)
		a.failedPage(w, r, err, a.SignIn.Again(query.Get("state")))
		return
	}
	a.Log.Info("A user signed in to the meeting service", "user", userID)
	a.resume(w, r, wanted, usertext.PageData{Email: identity.Email})
}

// tellWatcher tells of a failure of the service. Of those that keep meetings from being started, the meetings do.
func (a *API) tellWatcher(err error) {
	var failure *meeting.ServiceError
	if watcher := a.Meetings.Watcher; watcher != nil && errors.As(err, &failure) {
		watcher.Failed(failure)
	}
}

// resume does what somebody wanted who has just signed in.
func (a *API) resume(w http.ResponseWriter, r *http.Request, wanted meeting.Wanted, shown usertext.PageData) {
	outcome, err := a.Meetings.Resume(r.Context(), wanted)
	if err == nil && outcome.Connect != nil {
		err = errors.New("signed in, and yet not connected")
	}
	switch {
	case err != nil:
		shown.Reason = a.failure(r, err).Message
		a.page(w, r, usertext.PageConnectedButFailed, shown)
	case outcome.Recent != nil:
		shown.Link = outcome.Recent.JoinURL
		a.page(w, r, usertext.PageConnectedAndRecent, shown)
	case wanted.Share != nil:
		a.page(w, r, usertext.PageConnectedAndShared, shown)
	case wanted.Start != nil:
		leave(w, r, cmp.Or(outcome.Meeting.StartURL, outcome.Meeting.JoinURL))
	default:
		a.page(w, r, usertext.PageConnected, shown)
	}
}

// leave sends a browser to the service. The address may be for this user alone.
func leave(w http.ResponseWriter, r *http.Request, address string) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, address, http.StatusFound)
}
