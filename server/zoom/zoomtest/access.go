package zoomtest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// caller is for whom a call acts.
type caller struct {
	// user is who allowed the app; nil when the call acts for the account alone, and `me` is nobody.
	user *User
	// own says that it may see to the user's own affairs only.
	own bool
}

// authorized lets a call through that bears a token with one of the scopes, given out before, or one signed with the API Secret.
func (s *Simulator) authorized(scopes [2]string, next func(caller) http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		by, refused := s.caller(bearer, scopes)
		if refused != nil {
			refused.write(w)
			return
		}
		next(by)(w, r)
	}
}

// caller finds out who bears a token, or says why it does not let in. The bodies are those of ../shared/zoom/rest/errors-reported.json.
func (s *Simulator) caller(bearer string, scopes [2]string) (by caller, refused *reply) {
	if s.signedByKey(bearer) {
		return by, nil
	}
	refuse := func(status, code int, message string) *reply {
		refused := refusal(status, code, message)
		return &refused
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	token := s.tokens[bearer]
	switch {
	case token == nil || token.dead():
		return by, refuse(http.StatusUnauthorized, 124, "Invalid access token.")
	case token.over(s.now()):
		return by, refuse(http.StatusUnauthorized, 124, "Access token is expired.")
	}
	scopes = scopesFor(token.app.kind, scopes)
	if !slices.ContainsFunc(scopes[:], func(scope string) bool { return slices.Contains(token.scopes, scope) }) {
		return by, refuse(http.StatusBadRequest, 4711, "Invalid access token, does not contain scopes:["+scopes[0]+"].")
	}
	if token.grant != nil {
		by = caller{user: &token.grant.user, own: token.app.kind == userLevel}
	}
	return by, nil
}

// knownToken tells whether a token was given out, and whether it is still good.
func (s *Simulator) knownToken(bearer string) (known, valid bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token, known := s.tokens[bearer]
	return known, known && !token.dead() && !token.over(s.now())
}

// signedByKey looks at the time that a token names by Zoom's own clock.
func (s *Simulator) signedByKey(bearer string) bool {
	_, err := jwt.Parse(bearer, func(*jwt.Token) (any, error) { return []byte(s.config.APISecret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(s.config.APIKey), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(s.config.Now))
	return err == nil
}

// reach puts the user in the place of `me`, and keeps a user-level token to `me` and to the user's own meetings. The body was seen for
// another user (../shared/zoom/rest/errors-reported.json); that it is the answer for another's meeting too is an assumption,
// and so is that the user's own id or address is refused: Zoom's page says that such apps must use `me`.
func (s *Simulator) reach(by caller, r *http.Request) *reply {
	user := r.PathValue("user")
	if by.user != nil && user == "me" {
		r.SetPathValue("user", by.user.ID)
		return nil
	}
	if !by.own || user == "" && !s.isOfAnother(r.PathValue("id"), by.user.ID) {
		return nil
	}
	return &reply{status: http.StatusForbidden, body: map[string]string{
		"message": "authenticated user has not permitted access to the targeted resource",
	}}
}

// isOfAnother tells whether a meeting, by number or UUID, is there and has another host.
func (s *Simulator) isOfAnother(which, userID string) bool {
	if id, err := strconv.ParseInt(which, 10, 64); err == nil {
		m := s.meetings[id]
		return m != nil && m.Host.ID != userID
	}
	m, _, missing := s.past(which)
	return missing == nil && m.Host.ID != userID
}
