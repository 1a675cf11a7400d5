package zoomtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"
)

const sharedZoom = "../../../../shared/zoom/"

// exceptions are what the simulator answers though the description does not know it, and why. One that is no longer needed fails the test.
var exceptions = map[string]string{
	"status 401":        "the token is looked at before the call",
	"code 4711":         "so are its scopes",
	"GET /users/{user}": "belongs to the Users product; TestUserIsLikeTheSample looks at it",
	"POST /users/{userId}/meetings: key uuid":                        "every sample has it; Config.OmitUUID plays the description",
	"POST /users/{userId}/meetings: key host_id":                     "every sample has it",
	"POST /users/{userId}/meetings: key status":                      "every sample has it",
	"GET /meetings/{meetingId}/meeting_summary: key summary_doc_url": "the samples of the call and of the event have it",
}

// inspector is a round tripper that holds every answer of the REST API against Zoom's description.
type inspector struct {
	router routers.Router
	// answered are the statuses by call.
	answered map[string][]int
	// findings are what is not in the description.
	findings map[string]bool
}

func TestAnswersAreThoseOfZoomsDescription(t *testing.T) {
	described := describe(t)
	a := newAccount(t, func(c *Config) { c.DailyLimit, c.QPS = 18, map[string]int{medium: 40} })
	router, err := gorillamux.NewRouter(described)
	require.NoError(t, err)
	inspector := &inspector{router: router, answered: map[string][]int{}, findings: map[string]bool{}}
	a.http.Transport = inspector
	playEveryCall(a)
	app := newAccount(t, func(c *Config) { c.Scopes = []string{} })
	app.http.Transport = inspector
	app.call(400, "GET", "/users/"+alice, "")
	app.call(400, "GET", "/meetings/2000000001", "")
	app.token = "none"
	app.call(401, "GET", "/meetings/2000000001", "")

	for finding := range inspector.findings {
		require.Contains(t, exceptions, finding)
	}
	for exception := range exceptions {
		require.Contains(t, inspector.findings, exception, "no longer needed: take it out of the list")
	}
	require.Len(t, inspector.answered, len(restRoutes), "each call is played")
	for name, statuses := range inspector.answered {
		require.True(t, slices.ContainsFunc(statuses, func(s int) bool { return s < 300 }), "%s never worked", name)
		require.True(t, slices.ContainsFunc(statuses, func(s int) bool { return s == 404 }), "%s was never refused", name)
	}
}

// TestRoutesAreThoseOfZoomsDescription compares the scopes and the rate limit labels of the routes.
func TestRoutesAreThoseOfZoomsDescription(t *testing.T) {
	described := describe(t)
	for _, route := range restRoutes {
		if route.op == OpGetUser {
			continue
		}
		method, path, _ := strings.Cut(route.pattern, " ")
		path = strings.NewReplacer("/v2", "", "{user}", "{userId}", "{id}", "{meetingId}").Replace(path)
		operation := described.Paths.Value(path).GetOperation(method)
		scopes := (*operation.Security)[0]["openapi_oauth"]
		require.Contains(t, scopes, route.scopes[0], route.pattern)
		require.Contains(t, scopes, route.scopes[1], route.pattern)
		require.Contains(t, operation.Description, "`"+strings.ToUpper(route.category)+"`", route.pattern)
	}
}

// description is Zoom's, below the simulator's path.
var description = sync.OnceValues(func() (*openapi3.T, error) {
	raw, err := os.ReadFile(sharedZoom + "openapi/zoom-meetings-2025-06.openapi3.json")
	if err != nil {
		return nil, err
	}
	loaded, err := openapi3.NewLoader().LoadFromData(raw)
	if err == nil {
		loaded.Servers = openapi3.Servers{{URL: "/v2"}}
	}
	return loaded, err
})

func describe(t *testing.T) *openapi3.T {
	t.Helper()
	loaded, err := description()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the folder with Zoom's OpenAPI description is not beside the repository: ", sharedZoom)
	}
	require.NoError(t, err)
	return loaded
}

// RoundTrip implements http.RoundTripper.
func (i *inspector) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	response.Body = io.NopCloser(bytes.NewReader(body))

	name := "GET /users/{user}"
	if route, _, err := i.router.FindRoute(request); err != nil {
		i.findings[name] = true
	} else {
		name = request.Method + " " + route.Path
		i.inspect(name, request, route, response, body)
	}
	i.answered[name] = append(i.answered[name], response.StatusCode)
	return response, nil
}

func (i *inspector) inspect(name string, request *http.Request, route *routers.Route, response *http.Response, body []byte) {
	var answer map[string]any
	_ = json.Unmarshal(body, &answer)
	known := route.Operation.Responses.Status(response.StatusCode)
	switch {
	case response.StatusCode == http.StatusUnauthorized:
		i.findings["status 401"] = true
		return
	case answer["code"] == 4711.0:
		i.findings["code 4711"] = true
		return
	case known == nil:
		i.findings[fmt.Sprintf("%s: status %d, %v", name, response.StatusCode, answer)] = true
		return
	}
	err := openapi3filter.ValidateResponse(request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route},
		Status:                 response.StatusCode, Header: response.Header, Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{MultiError: true, IncludeResponseStatus: true},
	})
	if err != nil {
		i.findings[name+": "+err.Error()] = true
	}
	if content := known.Value.Content.Get("application/json"); content != nil {
		for _, key := range unknownKeys(content.Schema.Value, answer, "") {
			i.findings[name+": key "+key] = true
		}
	}
}

// unknownKeys are the keys of a value, and of all in it, that its schema does not name.
func unknownKeys(schema *openapi3.Schema, value any, path string) (unknown []string) {
	properties, items := map[string]*openapi3.Schema{}, &openapi3.Schema{}
	collect(schema, properties, &items)
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			if properties[key] == nil {
				unknown = append(unknown, path+key)
				continue
			}
			unknown = append(unknown, unknownKeys(properties[key], value[key], path+key+".")...)
		}
	case []any:
		for _, item := range value {
			unknown = append(unknown, unknownKeys(items, item, path)...)
		}
	}
	return unknown
}

// collect gathers what a schema and those that it is made of say about its keys and items.
func collect(schema *openapi3.Schema, properties map[string]*openapi3.Schema, items **openapi3.Schema) {
	for key, property := range schema.Properties {
		properties[key] = property.Value
	}
	if schema.Items != nil {
		*items = schema.Items.Value
	}
	for _, part := range slices.Concat(schema.AllOf, schema.OneOf, schema.AnyOf) {
		collect(part.Value, properties, items)
	}
}

// playEveryCall makes every call of the REST API, with success and with each error that the simulator knows.
func playEveryCall(a *account) {
	users, meetings := "/users/"+alice, "/users/"+alice+"/meetings"
	id, _ := a.create(`{"type":1,"topic":"Standup","agenda":"all","password":"123456","settings":{"jbh_time":5,"audio":"voip"}}`)
	scheduled, _ := a.create(`{"type":2,"start_time":"2026-03-04T12:00:00","timezone":"Europe/Berlin","duration":30,"agenda":"x"}`)
	a.create(`{"type":3,"settings":{"use_pmi":true}}`)
	a.create(`{"type":8,"start_time":"2026-03-05T09:00:00Z","recurrence":{"type":2,"repeat_interval":2,"end_times":5}}`)
	for _, path := range []string{users, meetings + "?page_size=1", meetings + "?type=live", users + "/upcoming_meetings", path("/meetings/{}", id),
		"/meetings/2000000001", path("/meetings/{}", scheduled)} {
		a.call(200, "GET", path, "")
	}
	a.call(204, "PATCH", path("/meetings/{}", scheduled), `{"topic":"Later","settings":{"waiting_room":true}}`)
	a.hold(2000000001, "Alice", "Guest", "Bob")
	require.NoError(a.t, a.CompleteRecording(2000000001))
	require.NoError(a.t, a.CompleteTranscript(2000000001))
	require.NoError(a.t, a.CompleteSummary(2000000001))
	for _, path := range []string{"/past_meetings/2000000001", "/past_meetings/2000000001/instances",
		"/past_meetings/2000000001/participants?page_size=2", "/meetings/2000000001/recordings?include_fields=download_access_token",
		"/meetings/2000000001/meeting_summary"} {
		a.call(200, "GET", path, "")
		a.call(404, "GET", strings.Replace(path, "2000000001", "1", 1), "")
	}
	a.call(400, "GET", "/past_meetings/2000000001/participants?next_page_token=x", "")
	a.call(400, "GET", meetings+"?next_page_token=x", "")
	a.call(204, "PUT", path("/meetings/{}/status", id), `{"action":"end"}`)
	a.call(204, "DELETE", path("/meetings/{}", scheduled), "")
	a.call(400, "DELETE", "/meetings/2000000001", "")
	for _, c := range []string{"GET /meetings/1", "PATCH /meetings/1", "DELETE /meetings/1", "PUT /meetings/1/status", "GET /users/nobody",
		"GET /users/nobody/meetings", "GET /users/nobody/upcoming_meetings", "POST /users/nobody/meetings"} {
		method, path, _ := strings.Cut(c, " ")
		a.call(404, method, path, "")
	}
	a.call(400, "POST", meetings, `{"type":9}`)
	a.call(400, "POST", meetings, `{`)
	for range 20 {
		a.send("POST", meetings, `{"type":1}`)
	}
	a.call(429, "POST", meetings, `{"type":1}`)
	for range 40 {
		a.send("GET", meetings, "")
	}
	a.call(429, "GET", meetings, "")
}
