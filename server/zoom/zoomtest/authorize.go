package zoomtest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/pkg/errors"
)

// ErrNotAuthorized says that a page of Zoom's would have shown an error, and not have sent the browser back to the app.
var ErrNotAuthorized = errors.New("zoomtest: not authorized")

// Authorize does what a browser does in which userEmail allows an app at authorizeURL, and returns where it is sent.
func (s *Simulator) Authorize(authorizeURL, userEmail string) (redirect string, err error) {
	at, err := url.Parse(authorizeURL)
	if err != nil {
		return "", err
	}
	if page, _, _ := strings.Cut(authorizeURL, "?"); page != s.config.URL+"/oauth/authorize" {
		return "", errors.Wrap(ErrNotAuthorized, "the URL is another one")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	asked, problem := s.asked(at.Query().Get)
	if problem == "" {
		redirect, problem = s.allow(asked, userEmail)
	}
	if problem != "" {
		return "", errors.Wrap(ErrNotAuthorized, problem)
	}
	return redirect, nil
}

// allow makes a grant and a code for it, unless the user cannot sign in.
func (s *Simulator) allow(a authorization, userEmail string) (redirect, problem string) {
	user, known := s.user(userEmail)
	if !known || user.State() != Active {
		return "", "This user cannot sign in: the account is not active."
	}
	granted := &grant{app: a.app, user: user, scopes: slices.Clone(a.app.Scopes)}
	s.grants = append(s.grants, granted)
	name := "sim-code-" + random(16)
	s.codes[name] = &code{
		grant: granted, redirectURL: a.redirectURL, challenge: a.challenge, method: a.method, end: s.now().Add(codeLife),
	}
	return a.back("code", name), ""
}

// back is where the browser is sent with what came of it.
func (a authorization) back(name, value string) string {
	at, _ := url.Parse(a.redirectURL) // It was read when it was asked for.
	query := at.Query()
	query.Set(name, value)
	if a.state != "" {
		query.Set("state", a.state)
	}
	at.RawQuery = query.Encode()
	return at.String()
}

// authorizePage is GET /oauth/authorize, where somebody says who they are and allows the app, or not.
func (s *Simulator) authorizePage(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	asked, problem := s.asked(r.URL.Query().Get)
	users := slices.Clone(s.config.Users)
	var scopes []string
	if problem == "" {
		scopes = slices.Clone(asked.app.Scopes)
	}
	s.mu.Unlock()
	if problem != "" {
		signInProblem(w, problem)
		return
	}
	render(w, "authorize", map[string]any{
		"Account": asked.app.kind == accountLevel, "ClientID": asked.app.ClientID, "Scopes": scopes, "Users": users, "Query": r.URL.Query(),
	})
}

// decide is what the buttons of that page do.
func (s *Simulator) decide(w http.ResponseWriter, r *http.Request) {
	form := r.PostFormValue
	s.mu.Lock()
	asked, problem := s.asked(form)
	var redirect string
	switch {
	case problem != "":
	case form("decision") == "allow":
		redirect, problem = s.allow(asked, form("user"))
	default:
		redirect = asked.back("error", "access_denied")
	}
	s.mu.Unlock()
	if problem != "" {
		signInProblem(w, problem)
		return
	}
	http.Redirect(w, r, redirect, http.StatusFound) //nolint:gosec // one of the app's own URLs
}

func signInProblem(w http.ResponseWriter, problem string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusBadRequest)
	render(w, "sign-in problem", problem)
}
