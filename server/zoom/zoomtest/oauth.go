package zoomtest

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const tokenLife = time.Hour

// tokenRefusal is an error of the token endpoint. The bodies are those of ../shared/zoom/rest/errors-reported.json.
func tokenRefusal(name, reason string) reply {
	return reply{status: http.StatusBadRequest, body: map[string]string{"reason": reason, "error": name}}
}

// token is POST /oauth/token, for a Server-to-Server OAuth app and for those that users sign in to.
func (s *Simulator) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	app, known := s.app(id)
	grantType := r.PostFormValue("grant_type")
	switch {
	case known && secret == app.ClientSecret && grantType == "authorization_code":
		s.exchange(app, r.PostForm).write(w)
	case known && secret == app.ClientSecret && grantType == "refresh_token":
		s.refresh(app, r.PostForm).write(w)
	case !known && id == s.config.ClientID && secret == s.config.ClientSecret:
		s.accountToken(r).write(w)
	case known && secret == app.ClientSecret:
		tokenRefusal("unsupported_grant_type", "unsupported grant type").write(w)
	default:
		tokenRefusal("invalid_client", "Invalid client_id or client_secret").write(w)
	}
}

// accountToken is for Server-to-Server OAuth.
func (s *Simulator) accountToken(r *http.Request) reply {
	if r.PostFormValue("grant_type") != "account_credentials" {
		return tokenRefusal("unsupported_grant_type", "unsupported grant type")
	}
	if r.PostFormValue("account_id") != s.config.AccountID {
		return tokenRefusal("invalid_request", "Bad Request")
	}
	token := "sim-token-" + random(16)
	s.mu.Lock()
	s.tokens[token] = access{end: s.config.Now().Add(tokenLife), scopes: s.config.Scopes}
	s.mu.Unlock()
	return reply{status: http.StatusOK, body: map[string]any{
		"access_token": token, "token_type": "bearer", "expires_in": int(tokenLife / time.Second),
		"scope": strings.Join(s.config.Scopes, " "), "api_url": s.config.URL,
	}}
}

type accessKey struct{}

// authorized lets a call through that bears a token with one of the scopes, given out before, or one signed with the API Secret.
func (s *Simulator) authorized(scopes [2]string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		opened, known := s.knownToken(bearer)
		switch {
		case s.signedByKey(bearer):
			next(w, r)
		case !known:
			refusal(http.StatusUnauthorized, 124, "Invalid access token.").write(w)
		case !s.config.Now().Before(opened.end):
			refusal(http.StatusUnauthorized, 124, "Access token is expired.").write(w)
		case !opened.allows(scopes):
			missing := scopes[0]
			if opened.own() {
				missing = strings.TrimSuffix(missing, ":admin")
			}
			refusal(http.StatusBadRequest, 4711, "Invalid access token, does not contain scopes:["+missing+"].").write(w)
		default:
			next(w, r.WithContext(context.WithValue(r.Context(), accessKey{}, opened)))
		}
	}
}

func (s *Simulator) knownToken(bearer string) (opened access, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	opened, known = s.tokens[bearer]
	return opened, known
}

func (s *Simulator) signedByKey(bearer string) bool {
	_, err := jwt.Parse(bearer, func(*jwt.Token) (any, error) { return []byte(s.config.APISecret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(s.config.APIKey), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(s.config.Now))
	return err == nil
}

// allScopes are the granular ones that the calls here need.
func allScopes() (scopes []string) {
	for _, route := range restRoutes {
		scopes = append(scopes, route.scopes[0])
	}
	return scopes
}
