package zoom

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/setup"
	"mattermost-plugin-zoom/server/zoom"
)

const (
	// maxSkew is how far the clocks may be apart, and badSkew how far they must not: Zoom's signatures are refused from five minutes on.
	maxSkew, badSkew = time.Minute, 4 * time.Minute
	// noMeeting is a number that no meeting has: what Zoom answers to a question about it shows whether the question is allowed.
	noMeeting = 1
)

// Test signs in with what is in force, looks admin up, and says how scopes and clocks are. It makes at most three calls to Zoom, each
// of them once, and changes nothing there.
func (p *Provider) Test(ctx context.Context, admin meeting.Person) []setup.Finding {
	current, err := p.ready()
	if err != nil {
		return []setup.Finding{{Check: setup.CheckSettings, Verdict: setup.Bad, Err: err}}
	}
	// Whoever tests wants to know how Zoom is now, and what they try out must not keep others from their meetings.
	ctx = zoom.PastBreaker(ctx)
	clock := &zoom.Clock{Transport: cmp.Or(p.HTTP.Transport, http.DefaultTransport), Now: p.Now}
	client := *p.HTTP
	client.Transport = clock
	t := test{provider: p, config: current.config, http: &client, admin: admin}
	return append(t.run(ctx), clockFindings(clock)...)
}

// test is one run of Test.
type test struct {
	provider *Provider
	config   Config
	http     *http.Client
	admin    meeting.Person
}

// tester is how Zoom is called in a test. The names of what the token may do are known in some modes only.
type tester struct {
	caller
	granted []string
}

// run stops where nothing more can be found out.
func (t test) run(ctx context.Context) []setup.Finding {
	as, err := t.signIn(ctx)
	if err != nil {
		return []setup.Finding{failed(setup.CheckSignIn, err)}
	}
	user, err := as.GetUser(ctx, as.user)
	if t.config.Mode == ModeAPIKey && !isAboutUser(err) {
		// Only a call shows whether Zoom takes a token that the plugin has signed itself.
		return []setup.Finding{failed(setup.CheckSignIn, err)}
	}
	findings := []setup.Finding{{Check: setup.CheckSignIn, Verdict: setup.Good}, t.user(user, err)}
	if isAboutUser(err) {
		findings = append(findings, t.scopes(ctx, as, err)...)
	}
	return findings
}

func (t test) signIn(ctx context.Context) (tester, error) {
	as := tester{caller: caller{user: t.admin.Email, email: t.admin.Email}}
	var auth zoom.Authorizer
	switch t.config.Mode {
	case ModeUserOAuth:
		as.user = zoom.Me
		auth = &ownToken{tokens: t.provider.Tokens, owner: t.admin.UserID, log: t.provider.Log}
	case ModeAdminOAuth:
		auth = &ownToken{tokens: t.provider.Tokens, owner: oauth.Account, anothers: true, log: t.provider.Log}
	case ModeAPIKey:
		auth = &zoom.APIKey{Key: t.config.APIKey, Secret: t.config.APISecret, Now: t.provider.Now}
	default:
		app := zoom.NewServerToServer(zoom.ServerToServerConfig{
			URL: t.config.URL, AccountID: t.config.AccountID, ClientID: t.config.ClientID, ClientSecret: t.config.ClientSecret,
			HTTP: t.http, Now: t.provider.Now,
		})
		var err error
		if as.granted, err = app.Scopes(ctx); err != nil {
			return tester{}, err
		}
		auth = app
	}
	if _, err := auth.Token(ctx); err != nil {
		return tester{}, err
	}
	as.Client = zoom.NewClient(zoom.Config{APIURL: t.config.APIURL, Auth: auth, HTTP: t.http, Now: t.provider.Now, Tries: 1})
	return as, nil
}

// user says whether the admin could host a meeting, by what Zoom answered when it was asked about them.
func (t test) user(user *zoom.User, err error) setup.Finding {
	switch {
	case zoom.IsMissingScopes(err):
		return setup.Finding{Check: setup.CheckUser, Verdict: setup.Unsure, Err: translate(err)}
	case err != nil:
		return failed(setup.CheckUser, err)
	case t.admin.Unverified && t.config.Mode != ModeUserOAuth:
		return setup.Finding{Check: setup.CheckUser, Verdict: setup.Bad, Err: meeting.ErrUnverified}
	}
	if why := whyNoHost(user); why != nil {
		return setup.Finding{Check: setup.CheckUser, Verdict: setup.Bad, Err: why}
	}
	return setup.Finding{Check: setup.CheckUser, Verdict: setup.Good, Email: user.Email}
}

// scopes compares what was granted with what is needed. Where that is not known, calls that only read tell of their own scopes; whether
// meetings may be made shows when one is.
func (t test) scopes(ctx context.Context, as tester, aboutUser error) []setup.Finding {
	finding := setup.Finding{Check: setup.CheckScopes, Verdict: setup.Good}
	switch {
	case t.config.Mode == ModeAPIKey:
		return nil
	case len(as.granted) > 0:
		finding.Scopes = t.config.missing(as.granted)
	default:
		_, aboutMeeting := as.GetMeeting(ctx, noMeeting)
		finding.Verdict = setup.Unsure
		for i, err := range []error{aboutMeeting, aboutUser} {
			if zoom.IsMissingScopes(err) {
				finding.Scopes = append(finding.Scopes, scopes[i+1].granular+t.config.scopeSuffix())
			}
		}
	}
	if len(finding.Scopes) > 0 {
		finding.Verdict = setup.Bad
	}
	return []setup.Finding{finding}
}

// isAboutUser tells whether Zoom let the caller in and answered the question, whatever it answered.
func isAboutUser(err error) bool {
	return err == nil || zoom.IsUserNotFound(err) || zoom.IsUserPending(err) || zoom.IsNotAllowed(err) || zoom.IsMissingScopes(err)
}

// clockFindings go by the difference that is certain: a slow answer is no reason to look after a clock.
func clockFindings(clock *zoom.Clock) []setup.Finding {
	ahead, within, known := clock.Ahead()
	if !known {
		return nil
	}
	finding := setup.Finding{Check: setup.CheckClock, Verdict: setup.Good, Difference: max(0, ahead.Abs()-within)}
	switch {
	case finding.Difference > badSkew:
		finding.Verdict = setup.Bad
	case finding.Difference > maxSkew:
		finding.Verdict = setup.Unsure
	}
	return []setup.Finding{finding}
}

// failed is a check that failed. Who has not connected their own account has nothing to mend, and nothing was tested; nor has an admin whom
// Zoom does not know, as long as others can start meetings.
func failed(check setup.Check, err error) setup.Finding {
	finding := setup.Finding{Check: check, Verdict: setup.Bad, Err: translate(err)}
	if errors.Is(err, meeting.ErrNotConnected) || errors.Is(finding.Err, meeting.ErrUnknownHost) {
		finding.Verdict = setup.Unsure
	}
	return finding
}
