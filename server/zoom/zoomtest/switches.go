package zoomtest

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SetSkew makes Zoom's clock go ahead of Config.Now by skew, or behind it: in the Date of its answers, in the time stamps of events, in
// what it says of meetings, and where it looks at the time in the token of an API Key. What it gives out lives as long as before.
func (s *Simulator) SetSkew(skew time.Duration) { s.skew.Store(int64(skew)) }

// Skew is how far Zoom's clock is ahead.
func (s *Simulator) Skew() time.Duration { return time.Duration(s.skew.Load()) }

// switchRoutes serves the forms of the overview that change how people and apps sign in.
func (s *Simulator) switchRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /sim/apps", s.switchApp)
	mux.HandleFunc("POST /sim/clock", s.setClock)
	mux.HandleFunc("POST /sim/revoke", func(w http.ResponseWriter, r *http.Request) {
		s.RevokeTokens()
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
	mux.HandleFunc("POST /sim/deauthorize", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		user, known := s.user(r.PostFormValue("user"))
		s.mu.Unlock()
		if !known {
			http.NotFound(w, r)
			return
		}
		s.Deauthorize(user.ID)
		http.Redirect(w, r, "/", http.StatusSeeOther)
	})
}

// switchApp sets the scopes of an app, by client_id, and its state: active or inactive. What the form leaves out stays.
func (s *Simulator) switchApp(w http.ResponseWriter, r *http.Request) {
	id := r.PostFormValue("client_id")
	var failures []error
	if r.ParseForm() == nil && r.PostForm.Has("scopes") {
		failures = append(failures, s.SetScopes(id, strings.Fields(r.PostFormValue("scopes"))...))
	}
	switch r.PostFormValue("state") {
	case Active:
		failures = append(failures, s.Activate(id))
	case Inactive:
		failures = append(failures, s.Deactivate(id))
	}
	if err := cmp.Or(failures...); err != nil {
		http.NotFound(w, r)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// setClock sets the skew (s).
func (s *Simulator) setClock(w http.ResponseWriter, r *http.Request) {
	seconds, err := strconv.Atoi(r.PostFormValue("skew"))
	if err != nil {
		http.Error(w, "skew is a number of seconds", http.StatusBadRequest)
		return
	}
	s.SetSkew(time.Duration(seconds) * time.Second)
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// shownApp is an app in the overview.
type shownApp struct {
	Kind, ClientID, ClientSecret, Scopes string
	RedirectURLs                         []string
	Active                               bool
	// Users have allowed it.
	Users []string
}

func (s *Simulator) shownApps() (shown []shownApp) {
	kinds := map[appKind]string{serverToServer: "Server-to-Server OAuth", userLevel: "User OAuth", accountLevel: "Admin-managed OAuth"}
	for _, app := range s.apps {
		row := shownApp{
			Kind: kinds[app.kind], ClientID: app.ClientID, ClientSecret: app.ClientSecret, Scopes: strings.Join(app.Scopes, " "),
			RedirectURLs: app.RedirectURLs, Active: !app.inactive,
		}
		for _, g := range s.grants {
			if g.app == app && !slices.Contains(row.Users, g.user.Email) {
				row.Users = append(row.Users, g.user.Email)
			}
		}
		shown = append(shown, row)
	}
	return shown
}
