package zoomtest

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// signInRefusal is an error of the token endpoint. Those of ../shared/zoom/rest are a spent refresh token (invalid_grant, Invalid Token!),
// wrong credentials, an unsupported grant type and an invalid authorization code; Zoom's page on OAuth with PKCE has invalid_grant
// for a wrong verifier. All other pairs, and the reason there, are assumptions.
func signInRefusal(name, reason string) reply {
	return reply{status: http.StatusBadRequest, body: map[string]string{"reason": reason, "error": name}}
}

// oauthRoutes serves what people and apps need to sign in.
func (s *Simulator) oauthRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /oauth/authorize", s.authorizePage)
	mux.HandleFunc("POST /oauth/authorize", s.decide)
	mux.HandleFunc("POST /oauth/token", s.token)
	mux.HandleFunc("POST /oauth/revoke", s.counted(OpRevoke, s.oauth(s.revoke)))
}

// token is POST /oauth/token, which is counted by what it is asked for.
func (s *Simulator) token(w http.ResponseWriter, r *http.Request) {
	op := OpToken
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		op = OpExchange
	case "refresh_token":
		op = OpRefresh
	}
	s.counted(op, s.oauth(s.signIn))(w, r)
}

// oauth lets an app in by its Basic credentials, and answers with the simulator locked.
func (s *Simulator) oauth(handle func(*app, *http.Request) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			signInRefusal("invalid_request", "Bad Request").write(w)
			return
		}
		s.locked(func() reply {
			app := s.client(r)
			switch {
			case app == nil:
				return signInRefusal("invalid_client", "Invalid client_id or client_secret")
			case app.inactive:
				return signInRefusal("invalid_client", "The app is deactivated")
			}
			return handle(app, r)
		}).write(w)
	}
}

func (s *Simulator) signIn(app *app, r *http.Request) reply {
	grantType := r.PostForm.Get("grant_type")
	switch {
	case app.kind == serverToServer && grantType == "account_credentials":
		return s.forAccount(app, r)
	case app.kind != serverToServer && grantType == "authorization_code":
		return s.exchange(app, r)
	case app.kind != serverToServer && grantType == "refresh_token":
		return s.refresh(app, r)
	}
	return signInRefusal("unsupported_grant_type", "unsupported grant type")
}

// forAccount is Server-to-Server OAuth.
func (s *Simulator) forAccount(app *app, r *http.Request) reply {
	if r.PostForm.Get("account_id") != s.config.AccountID {
		return signInRefusal("invalid_request", "Bad Request")
	}
	return reply{status: http.StatusOK, body: s.newTokens(app, app.Scopes, nil)}
}

// exchange gives tokens for a code, which is spent in any case: that it is when something else is wrong is an assumption.
func (s *Simulator) exchange(app *app, r *http.Request) reply {
	name := r.PostForm.Get("code")
	code := s.codes[name]
	delete(s.codes, name)
	switch {
	case code == nil || code.grant.app != app || code.grant.ended || !s.now().Before(code.end):
		return signInRefusal("invalid_request", "Invalid authorization code "+name)
	case code.redirectURL != r.PostForm.Get("redirect_uri"):
		return signInRefusal("invalid_request", "Redirect URI mismatch.")
	case !code.proven(r.PostForm.Get("code_verifier")):
		return signInRefusal("invalid_grant", "Invalid code verifier")
	}
	return reply{status: http.StatusOK, body: s.newTokens(app, code.grant.scopes, code.grant)}
}

// refresh gives the next tokens for a refresh token, once.
func (s *Simulator) refresh(app *app, r *http.Request) reply {
	name := r.PostForm.Get("refresh_token")
	token := s.refreshTokens[name]
	if token.grant == nil || token.grant.app != app || token.grant.ended || !s.now().Before(token.end) {
		return signInRefusal("invalid_grant", "Invalid Token!")
	}
	delete(s.refreshTokens, name)
	return reply{status: http.StatusOK, body: s.newTokens(app, token.grant.scopes, token.grant)}
}

// revoke is POST /oauth/revoke with an access token: the grant ends with it. Source: Zoom's page on OAuth. That a token which is over, or a
// refresh token, is refused, and that no app_deauthorized is sent, are assumptions.
func (s *Simulator) revoke(app *app, r *http.Request) reply {
	token := s.tokens[r.PostForm.Get("token")]
	if token == nil || token.app != app || token.dead() || token.over(s.now()) {
		return signInRefusal("invalid_grant", "Invalid Token!")
	}
	delete(s.tokens, r.PostForm.Get("token"))
	s.endGrants(func(g *grant) bool { return g == token.grant })
	return reply{status: http.StatusOK, body: map[string]string{"status": "success"}}
}

func tokenAnswer(token string, scopes []string, apiURL string) map[string]any {
	return map[string]any{
		"access_token": token, "token_type": "bearer", "expires_in": int(tokenLife / time.Second),
		"scope": strings.Join(scopes, " "), "api_url": apiURL,
	}
}

// authorization is what GET /oauth/authorize is asked for.
type authorization struct {
	app                                   *app
	redirectURL, state, challenge, method string
}

// asked reads the parameters of /oauth/authorize. A problem is what Zoom's page says instead of sending the browser anywhere: an
// unknown redirect URL was seen with error 4,700; the other texts are assumptions.
func (s *Simulator) asked(query func(string) string) (a authorization, problem string) {
	a = authorization{
		app: s.app(query("client_id")), redirectURL: query("redirect_uri"), state: query("state"),
		challenge: query("code_challenge"), method: query("code_challenge_method"),
	}
	switch {
	case a.app == nil || a.app.kind == serverToServer:
		return a, fmt.Sprintf("Invalid client_id: %s (4,700)", query("client_id"))
	case !a.app.leadsTo(a.redirectURL):
		return a, fmt.Sprintf("Invalid redirect: %s (4,700)", a.redirectURL)
	case query("response_type") != "code":
		return a, fmt.Sprintf("Invalid response_type: %s (4,700)", query("response_type"))
	case !slices.Contains([]string{"", "plain", "S256"}, a.method):
		return a, fmt.Sprintf("Invalid code_challenge_method: %s (4,700)", a.method)
	case a.app.inactive:
		return a, "This app is deactivated."
	}
	return a, ""
}
