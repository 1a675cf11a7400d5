package zoomtest

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const tokenLife = time.Hour

// token is POST /oauth/token for a Server-to-Server OAuth app. The error bodies are those of ../shared/zoom/rest/errors-reported.json.
func (s *Simulator) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	refuse := func(name, reason string) {
		reply{status: http.StatusBadRequest, body: map[string]string{"reason": reason, "error": name}}.write(w)
	}
	switch {
	case id != s.config.ClientID || secret != s.config.ClientSecret:
		refuse("invalid_client", "Invalid client_id or client_secret")
	case r.PostFormValue("grant_type") != "account_credentials":
		refuse("unsupported_grant_type", "unsupported grant type")
	case r.PostFormValue("account_id") != s.config.AccountID:
		refuse("invalid_request", "Bad Request")
	default:
		token := "sim-token-" + random(16)
		s.mu.Lock()
		s.tokens[token] = s.config.Now().Add(tokenLife)
		s.mu.Unlock()
		reply{status: http.StatusOK, body: map[string]any{
			"access_token": token, "token_type": "bearer", "expires_in": int(tokenLife / time.Second),
			"scope": strings.Join(s.config.Scopes, " "), "api_url": s.config.URL,
		}}.write(w)
	}
}

// authorized lets a call through that bears a token with one of the scopes, given out before, or one signed with the API Secret.
func (s *Simulator) authorized(scopes [2]string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		known, valid := s.knownToken(bearer)
		switch {
		case s.signedByKey(bearer):
			next(w, r)
		case !known:
			refusal(http.StatusUnauthorized, 124, "Invalid access token.").write(w)
		case !valid:
			refusal(http.StatusUnauthorized, 124, "Access token is expired.").write(w)
		case !slices.ContainsFunc(scopes[:], func(scope string) bool { return slices.Contains(s.config.Scopes, scope) }):
			refusal(http.StatusBadRequest, 4711, "Invalid access token, does not contain scopes:["+scopes[0]+"].").write(w)
		default:
			next(w, r)
		}
	}
}

func (s *Simulator) knownToken(bearer string) (known, valid bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	end, known := s.tokens[bearer]
	return known, s.config.Now().Before(end)
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
