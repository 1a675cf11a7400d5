package zoomtest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pkg/errors"
)

// ErrNoApp says that there is no app with this client id.
var ErrNoApp = errors.New("zoomtest: no such app")

// App is an OAuth app, at which people sign in.
type App struct {
	ClientID, ClientSecret string
	// RedirectURLs are where a browser may be sent back to; what a request names must be one of them, to the letter. None
	// means anywhere, for servers whose address is not known before.
	RedirectURLs []string
	// Scopes are what the app asks for; nil means all that the calls here need.
	Scopes []string
}

// appKind is how an app signs in.
type appKind int

const (
	serverToServer appKind = iota
	// userLevel apps act for each user who allows them.
	userLevel
	// accountLevel apps are allowed by an admin and act for the whole account. That the user is an admin is not checked: nobody has a
	// role here.
	accountLevel
)

// app is an App and how it is now.
type app struct {
	App
	kind     appKind
	inactive bool
}

// openApps makes the apps of the account.
func (s *Simulator) openApps() {
	s.apps = []*app{
		{App: App{ClientID: s.config.ClientID, ClientSecret: s.config.ClientSecret, Scopes: s.config.Scopes}, kind: serverToServer},
		{App: s.config.UserApp, kind: userLevel},
		{App: s.config.AccountApp, kind: accountLevel},
	}
	for _, app := range s.apps {
		if app.Scopes == nil {
			app.Scopes = allScopes(app.kind)
		}
	}
}

// leadsTo tells whether the app may send a browser to an address.
func (a *app) leadsTo(redirectURL string) bool {
	if len(a.RedirectURLs) > 0 {
		return slices.Contains(a.RedirectURLs, redirectURL)
	}
	at, err := url.Parse(redirectURL)
	return err == nil && at.Host != ""
}

// app finds an app by its client id, nil when there is none.
func (s *Simulator) app(clientID string) *app {
	for _, app := range s.apps {
		if clientID != "" && app.ClientID == clientID {
			return app
		}
	}
	return nil
}

// client is the app whose credentials a request bears, nil when they are wrong.
func (s *Simulator) client(r *http.Request) *app {
	id, secret, _ := r.BasicAuth()
	if app := s.app(id); app != nil && app.ClientSecret == secret {
		return app
	}
	return nil
}

// SetScopes changes what an app asks for. Tokens keep the scopes that they were given out with, those that come of a refresh too, so
// people must sign in once more; that Zoom does so with Server-to-Server OAuth as well is an assumption.
func (s *Simulator) SetScopes(clientID string, scopes ...string) error {
	return s.withApp(clientID, func(app *app) { app.Scopes = slices.Clone(scopes) })
}

// Deactivate does what an admin does who switches an app off: what it was given ends, and nobody can sign in at it until Activate. That
// Zoom tells of it for each user who had allowed the app is an assumption.
func (s *Simulator) Deactivate(clientID string) error {
	return s.withApp(clientID, func(app *app) {
		app.inactive = true
		for _, user := range s.endGrants(func(g *grant) bool { return g.app == app }) {
			s.tellDeauthorized(app, user)
		}
	})
}

// Activate switches an app on again.
func (s *Simulator) Activate(clientID string) error {
	return s.withApp(clientID, func(app *app) { app.inactive = false })
}

func (s *Simulator) withApp(clientID string, change func(*app)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	app := s.app(clientID)
	if app == nil {
		return ErrNoApp
	}
	change(app)
	return nil
}

// Deauthorize does what a user does who removes an app: its grants for that user end, and Zoom tells of it. Without any grant it tells
// of the user-level app all the same.
func (s *Simulator) Deauthorize(userID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := false
	for _, app := range s.apps {
		if len(s.endGrants(func(g *grant) bool { return g.app == app && g.user.ID == userID })) > 0 {
			s.tellDeauthorized(app, userID)
			told = true
		}
	}
	if !told {
		s.tellDeauthorized(s.app(s.config.UserApp.ClientID), userID)
	}
}

// tellDeauthorized sends an event that has no `object`, and its time in a field and a form of its own: see
// ../shared/zoom/webhooks/app_deauthorized.json.
func (s *Simulator) tellDeauthorized(app *app, userID string) {
	now := s.config.Now().UTC()
	s.send(EventDeauthorized, map[string]any{"payload": map[string]any{
		"account_id": s.config.AccountID, "user_id": userID, "client_id": app.ClientID, "signature": random(32),
		"deauthorization_time": now.Format("2006-01-02T15:04:05.000Z"), "event_ts": now.Format(time.DateTime),
	}})
}

// allScopes are the granular ones that the calls here need, in the form that an app of this kind has them.
func allScopes(kind appKind) (scopes []string) {
	for _, route := range restRoutes {
		scopes = append(scopes, scopesFor(kind, route.scopes)[0])
	}
	return scopes
}

// scopesFor writes scopes as apps of a kind have them: those of a user-level app do not end in :admin.
func scopesFor(kind appKind, scopes [2]string) [2]string {
	if kind == userLevel {
		for i := range scopes {
			scopes[i] = strings.TrimSuffix(scopes[i], ":admin")
		}
	}
	return scopes
}
