package zoomtest

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const tokenLife = time.Hour

// token is POST /oauth/token for a Server-to-Server OAuth app. The error bodies are those of ../shared/zoom/rest/errors-reported.json.
func (s *Simulator) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	refuse := func(name, reason string) {
		respond(w, http.StatusBadRequest, map[string]string{"reason": reason, "error": name})
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
		respond(w, http.StatusOK, map[string]any{
			"access_token": token, "token_type": "bearer", "expires_in": int(tokenLife / time.Second),
			"scope": "meeting:write:meeting:admin meeting:read:meeting:admin user:read:user:admin", "api_url": s.config.URL,
		})
	}
}

// authorized lets a call through that bears a token given out before, or one signed with the API Secret.
func (s *Simulator) authorized(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		s.mu.Lock()
		end, known := s.tokens[bearer]
		s.mu.Unlock()
		switch {
		case known && s.config.Now().Before(end), s.signedByKey(bearer):
			next(w, r)
		case known:
			fail(w, http.StatusUnauthorized, 124, "Access token is expired.")
		default:
			fail(w, http.StatusUnauthorized, 124, "Invalid access token.")
		}
	}
}

func (s *Simulator) signedByKey(bearer string) bool {
	_, err := jwt.Parse(bearer, func(*jwt.Token) (any, error) { return []byte(s.config.APISecret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(s.config.APIKey), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(s.config.Now))
	return err == nil
}

func respond(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func fail(w http.ResponseWriter, status, code int, message string) {
	respond(w, status, map[string]any{"code": code, "message": message})
}
