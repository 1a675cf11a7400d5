package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"time"

	"github.com/gorilla/mux"
	"github.com/pkg/errors"
	"golang.org/x/time/rate"

	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/signin"
	"mattermost-plugin-zoom/server/usertext"
)

// Receiver reads what a meeting service sends.
type Receiver interface {
	// Receive checks one delivery and returns what it tells. Its errors are meeting.ErrEventRefused and meeting.ErrEventMalformed, which are
	// final, and meeting.ErrNotConfigured, after which the service sends it again.
	Receive(header http.Header, query url.Values, raw []byte) (meeting.Delivery, error)
}

// Setup knows how the meeting service is set up.
type Setup interface {
	// State is what is in force.
	State() setup.State
	// Test tries what is in force at the service, as far as it can for this administrator.
	Test(ctx context.Context, admin meeting.Person) []setup.Finding
}

// Paths, below the plugin's own, that the service calls.
const (
	WebhookPath         = "/webhook"
	DeauthorizationPath = "/deauthorization"
)

// refusalInterval keeps strangers from filling the log.
const refusalInterval = time.Minute

// API serves the plugin's routes.
type API struct {
	Meetings *meeting.Service
	Receiver Receiver
	SignIn   *signin.SignIn
	Setup    Setup
	// Notes reads what is known of the events that came.
	Notes func(ctx context.Context) (health.Notes, error)
	Texts *usertext.Texts
	Log   *slog.Logger

	refusals, refusedBusy rate.Sometimes
	// handling is held by each delivery that is being handled.
	handling chan struct{}
}

// Handler returns the routes, all below /plugins/zoom.
func (a *API) Handler() http.Handler {
	a.refusals = rate.Sometimes{First: 1, Interval: refusalInterval}
	a.refusedBusy = rate.Sometimes{First: 1, Interval: refusalInterval}
	a.handling = make(chan struct{}, deliveriesAtOnce)
	router := mux.NewRouter()
	router.Use(a.recoverPanics)
	for _, path := range []string{WebhookPath, DeauthorizationPath} {
		router.HandleFunc(path, a.webhook).Methods(http.MethodPost)
	}
	router.HandleFunc(signin.ConnectPath, a.connect).Methods(http.MethodGet)
	router.HandleFunc(signin.CompletePath, a.complete).Methods(http.MethodGet)

	api := router.PathPrefix("/api/v1").Subrouter()
	api.Use(a.requireSession)
	api.HandleFunc("/meetings", a.postMeeting).Methods(http.MethodPost)
	api.HandleFunc("/setup", a.adminsOnly(a.getSetup)).Methods(http.MethodGet)
	api.HandleFunc("/setup/test", a.adminsOnly(a.testSetup)).Methods(http.MethodPost)
	return router
}

// userHeader is set by Mattermost, and only by it, when a request has a valid session and passes its CSRF check.
const userHeader = "Mattermost-User-Id"

type userKey struct{}

func (a *API) requireSession(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		userID := r.Header.Get(userHeader)
		if userID == "" {
			a.fail(w, r, usertext.ErrNoSession)
			return
		}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), userKey{}, userID)))
	})
}

// adminsOnly lets system admins through, and says who they are.
func (a *API) adminsOnly(next func(http.ResponseWriter, *http.Request, meeting.Person)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		person, err := a.Meetings.Directory.Person(r.Context(), r.Context().Value(userKey{}).(string))
		if err == nil && !person.Admin {
			err = usertext.ErrAdminsOnly
		}
		if err != nil {
			a.fail(w, r, err)
			return
		}
		next(w, r, person)
	}
}

// recoverPanics keeps a defect in one request from ending the plugin's process, which Mattermost restarts only twice an hour.
func (a *API) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if cause := recover(); cause != nil {
				a.fail(w, r, errors.Errorf("panic: %v\n%s", cause, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}
