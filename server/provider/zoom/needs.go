package zoom

import "slices"

// scopes are the permissions of an app at Zoom that the plugin uses, each by its granular name and by the classic one that includes it
// ("Granular scopes" in Zoom's developer documentation).
var scopes = []struct{ granular, classic string }{
	{"meeting:write:meeting", "meeting:write"},
	{"meeting:read:meeting", "meeting:read"},
	{"user:read:user", "user:read"},
	{"meeting:read:past_meeting", "meeting:read"},
}

// forAll ends the name of a scope that is good for all users of an account.
const forAll = ":admin"

// Scopes are the names of those to add to the app, none where there is no app.
func (c Config) Scopes() (names []string) {
	if c.Mode == ModeAPIKey {
		return nil
	}
	for _, scope := range scopes {
		names = append(names, scope.granular+c.scopeSuffix())
	}
	return names
}

// missing are the scopes to add to those that were granted.
func (c Config) missing(granted []string) (names []string) {
	suffix := c.scopeSuffix()
	for _, scope := range scopes {
		if !slices.Contains(granted, scope.granular+suffix) && !slices.Contains(granted, scope.classic+suffix) {
			names = append(names, scope.granular+suffix)
		}
	}
	return names
}

func (c Config) scopeSuffix() string {
	if c.Mode == ModeUserOAuth {
		return ""
	}
	return forAll
}

// Events are those to subscribe to.
func (Config) Events() []string { return []string{"meeting.started", "meeting.ended"} }

// SignsIn tells whether people sign in to Zoom.
func (c Config) SignsIn() bool { return c.Mode == ModeUserOAuth || c.Mode == ModeAdminOAuth }

// Config returns what is in force.
func (p *Provider) Config() Config {
	if current := p.current.Load(); current != nil {
		return current.config
	}
	return Config{}
}
