package zoomtest

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pkg/errors"
)

const codeLife = 5 * time.Minute

// App is an app that users sign in to with OAuth.
type App struct {
	ClientID, ClientSecret string
	// Account tells that an admin installs it for the whole account; else each user signs in for themselves.
	Account bool
	// RedirectURLs are where it may send people back to; nil means anywhere.
	RedirectURLs []string
	// Scopes are granted to it; nil means all that the calls here need.
	Scopes []string
}

// grant is what a user has agreed to.
type grant struct {
	app  App
	user string // id
	// code is what the grant still has to be fetched with, and until when.
	code, redirect, challenge string
	codeEnds                  time.Time
	// refresh is the only refresh token that is good.
	refresh string
}

// access is what a bearer token opens.
type access struct {
	end    time.Time
	scopes []string
	// grant is nil for the app of Server-to-Server OAuth.
	grant *grant
}

// own tells whether the token opens what is its user's alone.
func (a access) own() bool { return a.grant != nil && !a.grant.app.Account }

// allows tells whether the token has one of the scopes. Those of an app that users sign in to themselves lack the suffix of an admin's.
func (a access) allows(scopes [2]string) bool {
	return slices.ContainsFunc(scopes[:], func(scope string) bool {
		if a.own() {
			scope = strings.TrimSuffix(scope, ":admin")
		}
		return slices.Contains(a.scopes, scope)
	})
}

func (s *Simulator) app(clientID string) (App, bool) {
	i := slices.IndexFunc(s.config.Apps, func(app App) bool { return app.ClientID == clientID })
	if i < 0 {
		return App{}, false
	}
	app := s.config.Apps[i]
	if app.Scopes == nil {
		for _, scope := range allScopes() {
			if !app.Account {
				scope = strings.TrimSuffix(scope, ":admin")
			}
			app.Scopes = append(app.Scopes, scope)
		}
	}
	return app, true
}

// asked is a sign-in page, by its address.
type asked struct {
	App       App
	State     string
	Redirect  string
	Challenge string
}

// readAuthorize checks what an app asks for. Zoom shows a page of its own, and does not go back, when it cannot trust the address to go
// back to.
func (s *Simulator) readAuthorize(query url.Values) (asked, error) {
	app, known := s.app(query.Get("client_id"))
	q := asked{App: app, State: query.Get("state"), Redirect: query.Get("redirect_uri"), Challenge: query.Get("code_challenge")}
	switch {
	case !known:
		return q, errors.New("Invalid client_id (4,702)")
	case query.Get("response_type") != "code":
		return q, errors.New("Invalid response_type (4,701)")
	case q.Redirect == "" || app.RedirectURLs != nil && !slices.Contains(app.RedirectURLs, q.Redirect):
		return q, errors.New("Invalid redirect url (4,700)")
	case q.Challenge != "" && query.Get("code_challenge_method") != "S256":
		// That Zoom refuses the other method here is an assumption.
		return q, errors.New("Invalid code_challenge_method")
	}
	return q, nil
}

// Authorize is what a user does at the address to which an app has sent them: sign in with that email address, and agree. It returns
// where the browser goes then.
func (s *Simulator) Authorize(authorizeURL, email string) (redirect string, err error) {
	address, err := url.Parse(authorizeURL)
	if err != nil {
		return "", errors.Wrap(err, "zoomtest: authorize")
	}
	q, err := s.readAuthorize(address.Query())
	if err != nil {
		return "", err
	}
	return s.agree(q, email)
}

// agree makes a grant, whose code the app has to fetch it with.
func (s *Simulator) agree(q asked, email string) (redirect string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	user, known := s.user(email)
	if !known || user.State() != Active {
		return "", errors.Errorf("zoomtest: %s cannot sign in", email)
	}
	code := "sim-code-" + random(16)
	s.grants = append(s.grants, &grant{app: q.App, user: user.ID, code: code, redirect: q.Redirect, challenge: q.Challenge,
		codeEnds: s.config.Now().Add(codeLife)})
	return back(q, "code", code), nil
}

// back is where the browser goes with an answer.
func back(q asked, name, value string) string {
	separator := "?"
	if strings.Contains(q.Redirect, "?") {
		separator = "&"
	}
	return q.Redirect + separator + url.Values{name: {value}, "state": {q.State}}.Encode()
}

// authorizePage is GET /oauth/authorize.
func (s *Simulator) authorizePage(w http.ResponseWriter, r *http.Request) {
	q, err := s.readAuthorize(r.URL.Query())
	s.mu.Lock()
	users := slices.Clone(s.config.Users)
	s.mu.Unlock()
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
	}
	render(w, "authorize", map[string]any{"Asked": q, "Users": users, "Problem": err})
}

// decide is POST /oauth/authorize: the form of that page.
func (s *Simulator) decide(w http.ResponseWriter, r *http.Request) {
	q, err := s.readAuthorize(r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if r.PostFormValue("answer") != "allow" {
		http.Redirect(w, r, back(q, "error", "access_denied"), http.StatusFound)
		return
	}
	redirect, err := s.agree(q, r.PostFormValue("email"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	http.Redirect(w, r, redirect, http.StatusFound)
}

// exchange turns a code into the tokens of its grant. A code is good once.
func (s *Simulator) exchange(app App, form url.Values) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.grants {
		if g.code == "" || g.code != form.Get("code") || g.app.ClientID != app.ClientID {
			continue
		}
		g.code = ""
		digest := sha256.Sum256([]byte(form.Get("code_verifier")))
		proven := g.challenge == "" || g.challenge == base64.RawURLEncoding.EncodeToString(digest[:])
		if s.config.Now().Before(g.codeEnds) && g.redirect == form.Get("redirect_uri") && proven {
			return s.issue(g)
		}
		break
	}
	// The words are those of ../shared/zoom/rest/errors-zoomnet-literals.json. That a wrong verifier gets the same is an assumption.
	return tokenRefusal("invalid_request", "Invalid authorization code "+form.Get("code"))
}

// refresh turns a refresh token, which is used up by that, into new tokens.
func (s *Simulator) refresh(app App, form url.Values) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.grants {
		if g.refresh != "" && g.refresh == form.Get("refresh_token") && g.app.ClientID == app.ClientID {
			return s.issue(g)
		}
	}
	return tokenRefusal("invalid_grant", "Invalid Token!")
}

// issue is called with the simulator locked.
func (s *Simulator) issue(g *grant) reply {
	token := "sim-token-" + random(16)
	g.refresh = "sim-refresh-" + random(16)
	s.tokens[token] = access{end: s.config.Now().Add(tokenLife), scopes: g.app.Scopes, grant: g}
	return reply{status: http.StatusOK, body: map[string]any{
		"access_token": token, "refresh_token": g.refresh, "token_type": "bearer", "expires_in": int(tokenLife / time.Second),
		"scope": strings.Join(g.app.Scopes, " "), "api_url": s.config.URL,
	}}
}

// revoke is POST /oauth/revoke: it ends the grant of a token. One that is unknown is revoked already (RFC 7009, section 2.2).
func (s *Simulator) revoke(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	if app, known := s.app(id); !known || secret != app.ClientSecret {
		tokenRefusal("invalid_client", "Invalid client_id or client_secret").write(w)
		return
	}
	s.mu.Lock()
	g := s.tokens[r.PostFormValue("token")].grant
	s.mu.Unlock()
	if g != nil {
		s.endGrants(func(other *grant) bool { return other == g })
	}
	reply{status: http.StatusOK, body: map[string]string{"status": "success"}}.write(w)
}

// Deauthorize is what a user, by id, does who removes an app: its tokens end, and Zoom tells the app. The event has no `object`, and its
// time in a field and a form of its own: see ../shared/zoom/webhooks/app_deauthorized.json.
func (s *Simulator) Deauthorize(clientID, userID string) {
	if clientID == s.config.ClientID {
		s.RevokeTokens()
	}
	s.endGrants(func(g *grant) bool { return g.app.ClientID == clientID && g.user == userID })
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.config.Now().UTC()
	s.send(EventDeauthorized, map[string]any{"payload": map[string]any{
		"account_id": s.config.AccountID, "user_id": userID, "client_id": clientID, "signature": random(32),
		"deauthorization_time": now.Format("2006-01-02T15:04:05.000Z"), "event_ts": now.Format(time.DateTime),
	}})
}

// endGrants ends grants with all their tokens.
func (s *Simulator) endGrants(which func(*grant) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token, opened := range s.tokens {
		if opened.grant != nil && which(opened.grant) {
			delete(s.tokens, token)
		}
	}
	s.grants = slices.DeleteFunc(s.grants, which)
}

// EndGrants ends all that users have agreed to, and tells nobody.
func (s *Simulator) EndGrants() { s.endGrants(func(*grant) bool { return true }) }

// Grants is how many users are signed in to apps.
func (s *Simulator) Grants() (count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.grants {
		if g.refresh != "" {
			count++
		}
	}
	return count
}
