package zoomtest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const alice = "alice@example.com"

// account is a simulator, an app that calls it, and the endpoint that gets its events.
type account struct {
	*Simulator
	t    *testing.T
	http *http.Client
	// now is the simulator's clock.
	now   time.Time
	token string

	mu     sync.Mutex
	events []map[string]any
}

func newAccount(t *testing.T, change func(*Config)) *account {
	t.Helper()
	a := &account{t: t, http: &http.Client{}, now: time.Date(2026, time.March, 4, 10, 0, 0, 0, time.UTC)}
	endpoint := httptest.NewServer(http.HandlerFunc(a.receive))
	t.Cleanup(endpoint.Close)
	config := Default()
	config.WebhookURL, config.Events = endpoint.URL, nil
	config.Now = func() time.Time {
		a.mu.Lock()
		defer a.mu.Unlock()
		return a.now
	}
	if change != nil {
		change(&config)
	}
	a.Simulator = Start(t, config)
	a.token = a.newToken()
	return a
}

func (a *account) newToken() string { return a.newTokenWith(strings.Join(a.config.Scopes, " ")) }

// newTokenWith wants a token for Server-to-Server OAuth with these scopes.
func (a *account) newTokenWith(scopes string) string {
	form := url.Values{"grant_type": {"account_credentials"}, "account_id": {a.config.AccountID}}
	request, err := http.NewRequestWithContext(a.t.Context(), http.MethodPost, a.URL()+"/oauth/token", strings.NewReader(form.Encode()))
	require.NoError(a.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(a.config.ClientID, a.config.ClientSecret)
	response, err := a.http.Do(request)
	require.NoError(a.t, err)
	defer response.Body.Close()
	require.Equal(a.t, 200, response.StatusCode)
	var answer struct {
		Token string `json:"access_token"`
		Scope string `json:"scope"`
	}
	require.NoError(a.t, json.NewDecoder(response.Body).Decode(&answer))
	require.Equal(a.t, scopes, answer.Scope)
	return answer.Token
}

func (a *account) pass(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.now = a.now.Add(d)
}

func (a *account) receive(_ http.ResponseWriter, r *http.Request) {
	var event map[string]any
	raw, _ := io.ReadAll(r.Body)
	_ = json.Unmarshal(raw, &event)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.events = append(a.events, event)
}

// told returns the events since the last call, settled.
func (a *account) told() []map[string]any {
	a.Settle()
	a.mu.Lock()
	defer a.mu.Unlock()
	events := a.events
	a.events = nil
	return events
}

// names are the types of events.
func names(events []map[string]any) (names []string) {
	for _, event := range events {
		names = append(names, event["event"].(string))
	}
	return names
}

// object is the object of an event.
func object(event map[string]any) map[string]any {
	return event["payload"].(map[string]any)["object"].(map[string]any)
}

// send calls the REST API; body is JSON, or empty.
func (a *account) send(method, path, body string) (status int, header http.Header, answer map[string]any) {
	a.t.Helper()
	request, err := http.NewRequestWithContext(a.t.Context(), method, a.APIURL()+path, strings.NewReader(body))
	require.NoError(a.t, err)
	request.Header.Set("Authorization", "Bearer "+a.token)
	response, err := a.http.Do(request)
	require.NoError(a.t, err)
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	require.NoError(a.t, err)
	if len(raw) > 0 {
		require.NoError(a.t, json.Unmarshal(raw, &answer))
	}
	return response.StatusCode, response.Header, answer
}

// call is send that wants a status.
func (a *account) call(want int, method, path, body string) map[string]any {
	a.t.Helper()
	status, _, answer := a.send(method, path, body)
	require.Equal(a.t, want, status, "%s %s: %v", method, path, answer)
	return answer
}

// create makes a meeting of alice's.
func (a *account) create(body string) (id int64, answer map[string]any) {
	a.t.Helper()
	answer = a.call(201, "POST", "/users/"+alice+"/meetings", body)
	return int64(answer["id"].(float64)), answer
}

func path(format string, id int64) string {
	return strings.Replace(format, "{}", strconv.FormatInt(id, 10), 1)
}

// hold lets people come together and ends the meeting.
func (a *account) hold(id int64, people ...string) {
	a.t.Helper()
	for _, name := range people {
		require.NoError(a.t, a.Join(id, name))
	}
	a.pass(90 * time.Second)
	require.NoError(a.t, a.End(id))
}
