package zoom_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

// FuzzParseReference lets nothing of a link through but host, number and passcode.
func FuzzParseReference(f *testing.F) {
	for _, text := range []string{
		"857 4606 5432", "https://us02web.zoom.us/j/85746065432?pwd=abc.1&zak=token&tk=token#success", "https://zoom.us/s/85746065432?zak=token",
		"https://zoom.us/my/alice", "http://zoom.us:443/wc/join/85746065432", "zoom.us/wc/85746065432/join?pwd=a%0Ab", "https://a:b@zoom.us/j/85746065432",
		"javascript://zoom.us/j/85746065432", "https://zoom.us.example.net/j/85746065432", "https://evil.com\\.zoom.us/j/85746065432",
		selfHosted + "/j/85746065432?pwd=p&pwd=q", "+1 646 558 8656", "https://zoom.uſ/j/85746065432", "\xff\xfe857 4606 5432", "https://zoom.us/j/85746065432%2F..%2Fs", "zoom.us/j/85746065432?pwd=0%2E%27",
	} {
		f.Add(text)
	}
	clouds := regexp.MustCompile(`(^|\.)(zoom\.us|zoom\.com|zoomgov\.com|zoom\.com\.cn)$`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := zoom.ParseReference(text, selfHosted)
		if err != nil {
			require.Zero(t, got)
			isOneOf(t, err, zoom.ErrReference, zoom.ErrForeignLink, zoom.ErrStartLink, zoom.ErrNamedRoom, zoom.ErrOtherLink)
			return
		}
		digits := strconv.FormatInt(got.Number, 10)
		require.True(t, len(digits) >= 9 && len(digits) <= 11, digits)
		link, err := url.Parse(got.JoinURL)
		require.NoError(t, err)
		require.Equal(t, "https", link.Scheme)
		require.Nil(t, link.User)
		require.True(t, link.Host == "zoom.example.com:8443" || clouds.MatchString(link.Host), link.Host)
		require.Equal(t, "/j/"+digits, link.EscapedPath())
		require.Empty(t, link.Fragment)
		query := link.Query()
		passcode := query.Get("pwd")
		query.Del("pwd")
		require.Empty(t, query)
		require.LessOrEqual(t, len(passcode), 128)
		require.NotRegexp(t, `[\s<>()"]`, got.JoinURL)

		again, err := zoom.ParseReference(got.JoinURL, selfHosted)
		require.NoError(t, err)
		require.Equal(t, got, again)
	})
}

func isOneOf(t *testing.T, err error, sentinels ...error) {
	t.Helper()
	for _, sentinel := range sentinels {
		if err == sentinel { //nolint:errorlint // these are not wrapped
			return
		}
	}
	t.Fatalf("%v is none that is promised", err)
}

// canned answers all requests in memory.
func canned(status int, body []byte, retryAfter string) *http.Client {
	return &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {"application/json"}, "Retry-After": {retryAfter}}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Request: r, ProtoMajor: 1}, nil
	})}
}

// FuzzAnswers reads whatever Zoom, or something in front of it, answers.
func FuzzAnswers(f *testing.F) {
	f.Add(201, []byte(`{"id":85746065432,"uuid":"a/b==","join_url":"https://zoom.us/j/85746065432","status":"waiting","start_time":""}`), "")
	f.Add(404, []byte(`{"code":1001,"message":"User does not exist: u."}`), "")
	f.Add(400, []byte(`{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user, user:read:user:admin]."}`), "")
	f.Add(429, []byte(`{"code":429,"message":"You have reached the limit."}`), "2026-05-02T00:00:00Z")
	f.Add(200, []byte(`{"code":124,"message":"Invalid access token."}`), "60")
	f.Add(400, []byte(`{"code":"300","message":"a "quoted" word","errors":[{"field":"type","message":"no"}]}`), "99999999999")
	f.Add(502, []byte("<html><body>Bad Gateway</body></html>"), "Fri, 01 May 2026 10:00:00 GMT")
	f.Add(401, []byte(`{"reason":"Invalid Token!","error":"invalid_grant"}`), "")
	f.Add(200, []byte(`{"access_token":"t","refresh_token":"r","expires_in":-1,"api_url":"http://evil.example"}`), "")
	f.Add(204, []byte{}, "")
	f.Add(500, []byte("\xff\xfe\x00"), "-1")
	f.Fuzz(func(t *testing.T, status int, body []byte, retryAfter string) {
		status = 200 + int(uint(status)%400)
		zoomPlays := canned(status, body, retryAfter)
		client := zoom.NewClient(zoom.Config{Auth: bearer{Bearer: "secret-bearer"}, HTTP: zoomPlays, Tries: 1, Now: func() time.Time { return time.Unix(1, 0) }})
		_, created := client.CreateMeeting(t.Context(), "u", zoom.CreateMeeting{Type: zoom.InstantMeeting})
		_, user := client.GetUser(t.Context(), "u")
		_, read := client.GetMeeting(t.Context(), 85746065432)
		ended := client.EndMeeting(t.Context(), 85746065432)
		for _, err := range []error{created, user, read, ended} {
			isReadable(t, status, err)
		}
		app := zoom.OAuthApp{URL: zoom.CloudURL, ClientID: "id", ClientSecret: "secret-app", HTTP: zoomPlays, Now: time.Now}
		token, err := app.Exchange(t.Context(), "secret-code", "secret-verifier", "https://mm.example")
		isReadable(t, status, err)
		if err == nil {
			require.NotEmpty(t, token.AccessToken)
			require.True(t, token.APIURL == "" || strings.HasPrefix(token.APIURL, "https://"), token.APIURL)
		}
		_, err = app.Refresh(t.Context(), "secret-refresh")
		isReadable(t, status, err)
		isReadable(t, status, app.Revoke(t.Context(), "secret-access"))
	})
}

// isReadable checks a failure: it is of one kind at most, fits into a log line, and holds nothing that we sent and keep to ourselves. A
// status above 299 is one.
func isReadable(t *testing.T, status int, err error) {
	t.Helper()
	if err == nil {
		require.Less(t, status, 300)
		return
	}
	kinds := 0
	for _, is := range []func(error) bool{
		zoom.IsUserNotFound, zoom.IsUserPending, zoom.IsMeetingNotFound, zoom.IsNotAllowed, zoom.IsUnauthorized, zoom.IsSignInRefused,
		zoom.IsMissingScopes, zoom.IsRateLimited, zoom.IsInvalid,
	} {
		if is(err) {
			kinds++
		}
	}
	require.LessOrEqual(t, kinds, 1, err)
	require.Less(t, len(err.Error()), 8<<10, "too long for a log line")
	require.NotContains(t, err.Error(), "secret-bearer")
	require.NotContains(t, err.Error(), "secret-app")
}
