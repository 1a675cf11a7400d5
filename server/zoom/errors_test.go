package zoom_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/zoom"
)

// kinds are all predicates of an error, by a name for the tables of this file; none of them holds for the kind "".
var kinds = map[string]func(error) bool{
	"user": zoom.IsUserNotFound, "pending": zoom.IsUserPending, "meeting": zoom.IsMeetingNotFound, "not allowed": zoom.IsNotAllowed,
	"unauthorized": zoom.IsUnauthorized, "sign-in": zoom.IsSignInRefused, "scopes": zoom.IsMissingScopes, "rate": zoom.IsRateLimited,
	"invalid": zoom.IsInvalid, "grant": zoom.IsInvalidGrant,
}

func requireKind(t *testing.T, kind string, err error) {
	t.Helper()
	for name, holds := range kinds {
		require.Equal(t, name == kind, holds(err), "%s: %v", name, err)
	}
}

// answer is what Zoom may answer: to a sign-in when it has signIn.
type answer struct {
	status int
	header http.Header
	body   string
	signIn bool
}

// ask returns what comes of it.
func (a answer) ask(t *testing.T) error {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range a.header {
			w.Header()[name] = values
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(a.body))
	}))
	defer server.Close()
	if a.signIn {
		_, err := zoom.NewServerToServer(zoom.ServerToServerConfig{URL: server.URL, HTTP: server.Client(), Now: clock}).Token(t.Context())
		return err
	}
	return keyClient(server, clock).EndMeeting(t.Context(), 1)
}

// noon is when the tests of this file take place.
var noon = time.Date(2025, 1, 19, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// meanings says what each answer means, by the text of the error that comes of it.
var meanings = []struct {
	answer
	text, kind string
}{
	{answer{status: 204}, "", ""},
	{answer{status: 200, body: `{"code": 0, "error_message": "success"}`}, "", ""},

	{answer{status: 404, body: `{"code":1001,"message":"User does not exist: {userId}."}`}, "zoom answered 404, code 1001: User does not exist: {userId}.", "user"},
	{answer{status: 404, body: `{"code":1001,"message":"User does not exist"}`}, "zoom answered 404, code 1001: User does not exist", "user"},
	{answer{status: 400, body: `{"code":1001,"message":"User does not exist: foo"}`}, "zoom answered 400, code 1001: User does not exist: foo", "user"},
	{answer{status: 404, body: `{"code":1001}`}, `zoom answered 404, code 1001: {"code":1001}`, "user"},
	{answer{status: 400, body: `{"code":1010,"message":"User not belong to this account"}`}, "zoom answered 400, code 1010: User not belong to this account", "user"},
	{answer{status: 404, body: `{"code":3001,"message":"User does not exist: x."}`}, "zoom answered 404, code 3001: User does not exist: x.", "user"},
	{answer{status: 400, body: `{"code":1120,"message":"A valid invitation to join the Zoom account was not found for this user."}`}, "zoom answered 400, code 1120: A valid invitation to join the Zoom account was not found for this user.", "pending"},

	{answer{status: 404, body: `{"code":3001,"message":"Meeting does not exist: {meetingId}."}`}, "zoom answered 404, code 3001: Meeting does not exist: {meetingId}.", "meeting"},
	{answer{status: 404, body: `{"code":"3001","message":""}`}, `zoom answered 404, code 3001: {"code":"3001","message":""}`, "meeting"},
	{answer{status: 404, body: `{"code":1001,"message":"Meeting does not exist: 81."}`}, "zoom answered 404, code 1001: Meeting does not exist: 81.", "meeting"},
	{answer{status: 400, body: `{"code":300,"message":"Invalid meeting id."}`}, "zoom answered 400, code 300: Invalid meeting id.", "meeting"},
	{answer{status: 400, body: `{"code":300,"message":"Meeting ID does not exist."}`}, "zoom answered 400, code 300: Meeting ID does not exist.", "meeting"},

	{answer{status: 400, body: `{"code":3161,"message":"Your user account is not allowed meeting hosting."}`}, "zoom answered 400, code 3161: Your user account is not allowed meeting hosting.", "not allowed"},
	{answer{status: 400, body: `{"code":200,"message":"Unauthorized request. You do not have permission to access this user's channel information."}`}, "zoom answered 400, code 200: Unauthorized request. You do not have permission to access this user's channel information.", "not allowed"},
	{answer{status: 401, body: `{"code":200,"message":"Only available for paid account: a"}`}, "zoom answered 401, code 200: Only available for paid account: a", "not allowed"},
	{answer{status: 400, body: `{"code":200,"message":"You do not have the right permissions."}`}, "zoom answered 400, code 200: You do not have the right permissions.", "not allowed"},
	{answer{status: 403, body: `{"message":"authenticated user has not permitted access to the targeted resource"}`}, "zoom answered 403: authenticated user has not permitted access to the targeted resource", "not allowed"},
	{answer{status: 400, body: `{"code":3000,"message":"Users in 'x' have been blocked from joining meetings and webinars."}`}, "zoom answered 400, code 3000: Users in 'x' have been blocked from joining meetings and webinars.", "not allowed"},
	{answer{status: 400, body: `{"code":3000,"message":"You cannot schedule a meeting for x"}`}, "zoom answered 400, code 3000: You cannot schedule a meeting for x", "not allowed"},
	{answer{status: 400, body: `{"code":3063,"message":"Can not end on-premise user's meeting: 1."}`}, "zoom answered 400, code 3063: Can not end on-premise user's meeting: 1.", "not allowed"},
	{answer{status: 403, body: `{"code":2305,"message":"The meeting summary has been moved to Trash."}`}, "zoom answered 403, code 2305: The meeting summary has been moved to Trash.", "not allowed"},

	{answer{status: 401, body: `{"code":124,"message":"Access token is expired."}`}, "zoom answered 401, code 124: Access token is expired.", "unauthorized"},
	{answer{status: 401, body: `{"code":124,"message":"Invalid access token."}`}, "zoom answered 401, code 124: Invalid access token.", "unauthorized"},
	{answer{status: 401, body: `{"code":124,"message":"Invalid access token"}`}, "zoom answered 401, code 124: Invalid access token", "unauthorized"},
	{answer{status: 200, body: `{"code":124,"message":"Invalid access token"}`}, "zoom answered 200, code 124: Invalid access token", "unauthorized"},
	{answer{status: 401}, "zoom answered 401: empty answer", "unauthorized"},

	{answer{status: 400, body: `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:list_users:admin]."}`}, "zoom answered 400, code 4711: Invalid access token, does not contain scopes:[user:read:list_users:admin].", "scopes"},
	{answer{status: 401, body: `{"code":4711}`}, `zoom answered 401, code 4711: {"code":4711}`, "scopes"},
	{answer{status: 200, body: `{"code":104, "message":"Invalid access token, does not contain scopes:["zoom_events_basic:read","zoom_events_basic:read:admin"]"}`}, `zoom answered 200, code 104: Invalid access token, does not contain scopes:["zoom_events_basic:read","zoom_events_basic:read:admin"]`, "scopes"},
	{answer{status: 400, body: `{"code":104,"message":"Something else."}`}, "zoom answered 400, code 104: Something else.", ""},

	{answer{status: 429, body: `{"code":429,"message":"Too many requests"}`}, "zoom answered 429, code 429: Too many requests", "rate"},
	{answer{status: 429, body: `{"code":4001,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}`}, "zoom answered 429, code 4001: You have reached the maximum per-second rate limit for this API. Try again later.", "rate"},
	{answer{status: 429, body: `{"code":429,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}`}, "zoom answered 429, code 429: You have reached the maximum per-second rate limit for this API. Try again later.", "rate"},
	{answer{status: 429, body: `{"code":429,"message":"You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request."}`}, "zoom answered 429, code 429: You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.", "rate"},
	{answer{status: 429, body: "<html>"}, "zoom answered 429: <html>", "rate"},
	{answer{status: 429, body: `{"reason":"x","error":"y"}`, signIn: true}, "zoom answered 429, y: x", "rate"},

	{answer{status: 400, body: `{"code":300,"message":"Validation Failed.","errors":[{"field":"settings.jbh_time","message":"Invalid parameter: jbh_time."}]}`}, "zoom answered 400, code 300: Validation Failed. [settings.jbh_time: Invalid parameter: jbh_time.]", "invalid"},
	{answer{status: 400, body: `{"code":300,"message":"Validation Failed.","errors":[{"field":"user_info.type","message":"Missing field."}]}`}, "zoom answered 400, code 300: Validation Failed. [user_info.type: Missing field.]", "invalid"},
	{answer{status: 200, body: `{"code":300,"message":"This meeting has not registration required"}`}, "zoom answered 200, code 300: This meeting has not registration required", "invalid"},
	{answer{status: 400, body: `{"code":300,"message":"The next page token is either invalid or has expired."}`}, "zoom answered 400, code 300: The next page token is either invalid or has expired.", "invalid"},

	{answer{status: 400, body: `{"reason":"Invalid Token!","error":"invalid_grant"}`, signIn: true}, "zoom answered 400, invalid_grant: Invalid Token!", "grant"},
	{answer{status: 400, body: `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`, signIn: true}, "zoom answered 400, invalid_client: Invalid client_id or client_secret", "sign-in"},
	{answer{status: 400, body: `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`, signIn: true}, "zoom answered 400, unsupported_grant_type: unsupported grant type", "sign-in"},
	{answer{status: 400, body: `{"reason":"Invalid authorization code abc123","error":"invalid_request"}`, signIn: true}, "zoom answered 400, invalid_request: Invalid authorization code abc123", "grant"},
	{answer{status: 503, body: `{"reason":"x","error":"y"}`, signIn: true}, "zoom answered 503, y: x", ""},

	{answer{status: 400, body: `{"code":1010,"message":"Group does not belong to your account."}`}, "zoom answered 400, code 1010: Group does not belong to your account.", ""},
	{answer{status: 400, body: `{"code":4130,"message":"A group with this 999999 does not exist."}`}, "zoom answered 400, code 4130: A group with this 999999 does not exist.", ""},
	{answer{status: 400, body: `{"code":4130,"message":"A group with this 3 does not exist."}`}, "zoom answered 400, code 4130: A group with this 3 does not exist.", ""},
	{answer{status: 400, body: `{"code":4130,"message":"Channel does not exist: 1000000"}`}, "zoom answered 400, code 4130: Channel does not exist: 1000000", ""},
	{answer{status: 400, body: `{"code":1005,"message":"User already in the account: foo@bar.com"}`}, "zoom answered 400, code 1005: User already in the account: foo@bar.com", ""},
	{answer{status: 400, body: `{"code":400,"message":"Only an account administrator can change email."}`}, "zoom answered 400, code 400: Only an account administrator can change email.", ""},
	{answer{status: 400, body: `{"code":400,"message":"Zoom Room and Admin users’ status cannot be activated or deactivated."}`}, "zoom answered 400, code 400: Zoom Room and Admin users’ status cannot be activated or deactivated.", ""},
	{answer{status: 400, body: `{"code":200,"message":"Tracking field x already exists."}`}, "zoom answered 400, code 200: Tracking field x already exists.", ""},
	{answer{status: 400, body: `{"code":3000,"message":"Cannot access webinar info."}`}, "zoom answered 400, code 3000: Cannot access webinar info.", ""},
	{answer{status: 403, body: "<html>Forbidden</html>"}, "zoom answered 403: <html>Forbidden</html>", ""},
	{answer{status: 500, body: `{"code":500,"message":"Internal server error"}`}, "zoom answered 500, code 500: Internal server error", ""},
	{answer{status: 400}, "zoom answered 400: empty answer", ""},
	{answer{status: 400, body: "This is not JSON"}, "zoom answered 400: This is not JSON", ""},
}

func TestMeanings(t *testing.T) {
	for _, c := range meanings {
		t.Run(c.text, func(t *testing.T) {
			err := c.ask(t)
			if c.text == "" {
				require.NoError(t, err)
				return
			}
			var apiErr *zoom.APIError
			require.ErrorAs(t, err, &apiErr)
			require.Equal(t, c.text, apiErr.Error())
			require.Equal(t, c.status, apiErr.Status)
			requireKind(t, c.kind, err)
		})
	}
	requireKind(t, "", nil)
	requireKind(t, "", context.Canceled)
}

// TestMeaningsOfSamples holds the table against answers that nobody of this project wrote: each must be in it.
func TestMeaningsOfSamples(t *testing.T) {
	kindOf := map[string]string{}
	for _, c := range meanings {
		kindOf[c.text] = c.kind
	}
	for name, sample := range errorSamples(t) {
		t.Run(name, func(t *testing.T) {
			err, text := sample.ask(t), ""
			if err != nil {
				var apiErr *zoom.APIError
				require.ErrorAs(t, err, &apiErr)
				text = apiErr.Error()
			}
			kind, known := kindOf[text]
			require.True(t, known, "no line says what this means: %s", text)
			requireKind(t, kind, err)
		})
	}
}

func errorSamples(t *testing.T) map[string]answer {
	t.Helper()
	samples := map[string]answer{}
	for _, file := range []string{"errors-reported.json", "errors-zoomnet-literals.json"} {
		var in struct {
			Bodies []struct {
				Endpoint string
				Status   int
				Body     json.RawMessage
				Headers  map[string]string
			}
		}
		require.NoError(t, json.Unmarshal(readSample(t, file), &in))
		require.NotEmpty(t, in.Bodies)
		for _, sample := range in.Bodies {
			var text string
			if json.Unmarshal(sample.Body, &text) != nil {
				text = string(sample.Body) // The body itself, and not its text.
			}
			header := http.Header{}
			for name, value := range sample.Headers {
				header.Set(name, value)
			}
			samples[file+" "+text] = answer{status: sample.Status, header: header, body: text, signIn: strings.Contains(sample.Endpoint, "token")}
		}
	}
	files, err := filepath.Glob(filepath.Join(samplesFolder, "zoom_rb/error/*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		body, err := os.ReadFile(file)
		require.NoError(t, err)
		samples[filepath.Base(file)] = answer{status: 400, body: string(body)}
	}
	return samples
}

func TestScopes(t *testing.T) {
	for message, want := range map[string][]string{
		`does not contain scopes:[a:b, c:d:admin].`:       {"a:b", "c:d:admin"},
		`does not contain scopes:[\"a:b\",\"c:d:admin\"]`: {"a:b", "c:d:admin"},
		`does not contain scopes:["a:b","c:d:admin"]`:     {"a:b", "c:d:admin"}, // That is not JSON.
		`does not contain scopes:[]`:                      nil,
		`Too bad.`:                                        nil,
	} {
		var apiErr *zoom.APIError
		require.ErrorAs(t, answer{status: 400, body: `{"code":4711,"message":"` + message + `"}`}.ask(t), &apiErr)
		require.ElementsMatch(t, want, apiErr.Scopes, message)
		require.Equal(t, 4711, apiErr.Code)
	}
}

func TestFields(t *testing.T) {
	var apiErr *zoom.APIError
	body := `{"code":300,"message":"Validation Failed.","errors":[{"field":"topic","message":"Too long."},{"field":"type","message":"Unknown."}]}`
	require.ErrorAs(t, answer{status: 400, body: body}.ask(t), &apiErr)
	require.Equal(t, []zoom.FieldError{{Field: "topic", Message: "Too long."}, {Field: "type", Message: "Unknown."}}, apiErr.Fields)
}

func TestRetryAt(t *testing.T) {
	for value, want := range map[string]time.Time{
		"2025-01-20T00:00:00Z":          time.Date(2025, 1, 20, 0, 0, 0, 0, time.UTC),
		"2025-01-20T01:00:00.5+01:00":   time.Date(2025, 1, 20, 0, 0, 0, 5e8, time.UTC),
		"90":                            noon.Add(90 * time.Second),
		"0":                             noon,
		"Mon, 20 Jan 2025 00:00:00 GMT": time.Date(2025, 1, 20, 0, 0, 0, 0, time.UTC),
		"":                              {},
		"-1":                            {},
		"99999999999":                   {},
		"soon":                          {},
	} {
		for _, signIn := range []bool{false, true} {
			var apiErr *zoom.APIError
			header := http.Header{"Retry-After": {value}}
			require.ErrorAs(t, answer{status: 429, header: header, body: "{}", signIn: signIn}.ask(t), &apiErr)
			require.True(t, want.Equal(apiErr.RetryAt), "%q: %s", value, apiErr.RetryAt)
		}
	}
}
