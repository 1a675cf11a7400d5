package zoomtest

import (
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"time"
)

// How long what was given out lives. Source: Zoom's page on OAuth, which has an access token last an hour and a refresh token 90 days.
const (
	codeLife    = 5 * time.Minute
	tokenLife   = time.Hour
	refreshLife = 90 * 24 * time.Hour
)

// grant is what a user has allowed an app. Two of one user stand side by side, which is an assumption.
type grant struct {
	app    *app
	user   User
	scopes []string
	ended  bool
}

// code is what the browser brings back from the page where a grant was made.
type code struct {
	grant                          *grant
	redirectURL, challenge, method string
	end                            time.Time
}

// proven tells whether verifier belongs to the challenge of PKCE (RFC 7636). Without a challenge any will do. Source: Zoom's page on
// OAuth with PKCE, by which the method is S256 or plain, and plain when none is named.
func (c *code) proven(verifier string) bool {
	switch c.method {
	case "S256":
		sum := sha256.Sum256([]byte(verifier))
		return c.challenge == base64.RawURLEncoding.EncodeToString(sum[:])
	default:
		return c.challenge == "" || c.challenge == verifier
	}
}

// refreshToken gets the next tokens of a grant.
type refreshToken struct {
	grant *grant
	end   time.Time
}

// accessToken lets calls in.
type accessToken struct {
	app    *app
	scopes []string
	// grant is nil when the app signed in for the account.
	grant *grant
	end   time.Time
}

func (t *accessToken) over(now time.Time) bool { return !now.Before(t.end) }

// dead tells whether the token was taken back before its end.
func (t *accessToken) dead() bool { return t.app.inactive || t.grant != nil && t.grant.ended }

// RevokeTokens makes every access token invalid that was given out so far. Refresh tokens stay good.
func (s *Simulator) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// endGrants ends those that are meant, and returns the ids of their users, each once.
func (s *Simulator) endGrants(meant func(*grant) bool) (users []string) {
	s.grants = slices.DeleteFunc(s.grants, func(g *grant) bool {
		if !meant(g) {
			return false
		}
		g.ended = true
		users = append(users, g.user.ID)
		return true
	})
	slices.Sort(users)
	return slices.Compact(users)
}

// EndGrants ends all that people have allowed, and tells nobody.
func (s *Simulator) EndGrants() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endGrants(func(*grant) bool { return true })
}

// Grants is how many refresh tokens are good: one for each time that somebody signed in at an app.
func (s *Simulator) Grants() (count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, token := range s.refreshTokens {
		if !token.grant.ended {
			count++
		}
	}
	return count
}

// newTokens are what the token endpoint answers; grant is nil when the app signs in for the account. An access token that is still good
// stays so beside the new one, which is an assumption.
func (s *Simulator) newTokens(app *app, scopes []string, grant *grant) map[string]any {
	token := "sim-token-" + random(16)
	s.tokens[token] = &accessToken{app: app, scopes: scopes, grant: grant, end: s.now().Add(tokenLife)}
	answer := tokenAnswer(token, scopes, s.config.URL)
	if grant != nil {
		refresh := "sim-refresh-" + random(16)
		s.refreshTokens[refresh] = refreshToken{grant: grant, end: s.now().Add(refreshLife)}
		answer["refresh_token"] = refresh
	}
	return answer
}
