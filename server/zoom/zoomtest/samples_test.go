package zoomtest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// notInSamples are events of which there is no sample.
var notInSamples = []string{EventRecordingStarted, EventRecordingStopped}

// sampleExceptions are where the simulator differs from the samples, and why: what it leaves out, or sends in another type. One that is
// no longer needed fails the test.
var sampleExceptions = map[string]string{
	"meeting.started payload.object.id: text":                                       "a real delivery in signature-vectors.json has it so",
	"meeting.created payload.object.settings.meeting_invitees: left out":            "nobody is invited here",
	"meeting.participant_joined payload.object.participant.registrant_id: left out": "only with registration",
	"meeting.participant_joined payload.object.participant.customer_key: left out":  "only with Zoom's SDK",
	"meeting.participant_joined payload.object.participant.phone_number: left out":  "only by telephone",
	"meeting.participant_left payload.object.participant.registrant_id: left out":   "only with registration",
	"meeting.participant_left payload.object.participant.customer_key: left out":    "only with Zoom's SDK",
	"meeting.participant_left payload.object.participant.phone_number: left out":    "only by telephone",
	"recording.completed payload.object.participant_audio_files: left out":          "only with a setting that is off by default",
}

// userExceptions are what the sample of a user has and the simulator leaves out: what an account defines itself, or nobody filled in.
var userExceptions = []string{
	"custom_attributes", "division_ids", "employee_unique_id", "cost_center", "manager", "phone_numbers", "plan_united_type", "pronouns",
	"pronouns_option", "vanity_url", "zoom_one_type", "license_info_list", "group_ids[]", "im_group_ids[]",
}

func TestEventsAreLikeTheSamples(t *testing.T) {
	files, err := filepath.Glob(sharedZoom + "webhooks/*.json")
	require.NoError(t, err)
	if len(files) == 0 {
		t.Skip("the folder with Zoom's samples is not beside the repository: ", sharedZoom)
	}
	sent := map[string]map[string]string{}
	for _, event := range everyEvent(t) {
		name := event["event"].(string)
		if sent[name] == nil {
			sent[name] = map[string]string{}
		}
		shape(event, "", sent[name])
	}
	for _, name := range notInSamples {
		require.Contains(t, sent, name)
		delete(sent, name)
	}
	needed := map[string]bool{}
	for _, file := range files {
		if filepath.Base(file) == "signature-vectors.json" {
			continue
		}
		want, name := sampleShape(t, file)
		require.Contains(t, sent, name, "the simulator never sends it")
		for _, difference := range differences(want, sent[name]) {
			require.Contains(t, sampleExceptions, name+" "+difference)
			needed[name+" "+difference] = true
		}
		delete(sent, name)
	}
	require.Empty(t, sent, "events without a sample")
	for exception := range sampleExceptions {
		require.True(t, needed[exception], "no longer needed: %s", exception)
	}
}

func TestUserIsLikeTheSample(t *testing.T) {
	file := sharedZoom + "rest/zoomnet/users-{userId}_GET.json"
	if _, err := os.Stat(file); err != nil {
		t.Skip("the folder with Zoom's samples is not beside the repository: ", sharedZoom)
	}
	want, _ := sampleShape(t, file)
	a := newAccount(t, nil)
	got := map[string]string{}
	shape(a.call(200, "GET", "/users/"+alice, ""), "", got)
	needed := []string{}
	for _, difference := range differences(want, got) {
		key, _ := strings.CutSuffix(difference, ": left out")
		needed = append(needed, key)
	}
	require.Subset(t, userExceptions, needed)
	require.Subset(t, needed, userExceptions, "no longer needed")
}

// everyEvent makes the simulator send all it can.
func everyEvent(t *testing.T) []map[string]any {
	a := newAccount(t, func(c *Config) { c.SecretToken = "s" })
	instant, _ := a.create(`{"type":1}`)
	a.create(`{"type":3,"settings":{"use_pmi":true}}`)
	recurring, _ := a.create(`{"type":8,"topic":"a","start_time":"2026-03-05T09:00:00Z",
		"recurrence":{"type":1,"repeat_interval":2,"end_times":5},"settings":{"audio":"telephony"}}`)
	a.call(204, "PATCH", path("/meetings/{}", recurring), `{"topic":"b","settings":{"audio":"voip"}}`)
	a.call(204, "DELETE", path("/meetings/{}", instant), "")
	require.NoError(t, a.Join(recurring, "Alice"))
	require.NoError(t, a.StartRecording(recurring))
	require.NoError(t, a.StopRecording(recurring))
	require.NoError(t, a.End(recurring))
	require.NoError(t, a.CompleteRecording(recurring))
	require.NoError(t, a.CompleteTranscript(recurring))
	require.NoError(t, a.CompleteSummary(recurring))
	a.Deauthorize("u-alice")
	require.Error(t, a.Validate(t.Context()), "the endpoint answers nothing")
	return a.told()
}

func sampleShape(t *testing.T, file string) (keys map[string]string, event string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	require.NoError(t, err)
	var sample map[string]any
	require.NoError(t, json.Unmarshal(raw, &sample))
	keys = map[string]string{}
	shape(sample, "", keys)
	event, _ = sample["event"].(string)
	return keys, event
}

// shape notes the type of each key of value and of all in it.
func shape(value any, path string, keys map[string]string) {
	if path != "" {
		keys[path] = kind(value)
	}
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			shape(inner, strings.TrimPrefix(path+"."+key, "."), keys)
		}
	case []any:
		for _, item := range value {
			shape(item, path+"[]", keys)
		}
	}
}

// kind is the JSON type of a value; the texts that are times have types of their own.
func kind(value any) string {
	text, isText := value.(string)
	if !isText {
		return fmt.Sprintf("%T", value)
	}
	for name, layout := range map[string]string{"time": time.RFC3339, "date": time.DateOnly, "time of its own form": time.DateTime} {
		if _, err := time.Parse(layout, text); err == nil {
			return name
		}
	}
	return "text"
}

func differences(want, got map[string]string) (found []string) {
	for key, kind := range got {
		if want[key] != kind {
			found = append(found, key+": "+kind)
		}
	}
	for key := range want {
		if _, sent := got[key]; !sent && !hasMissingParent(key, got) {
			found = append(found, key+": left out")
		}
	}
	return found
}

// hasMissingParent tells whether the object or list around key is left out, too.
func hasMissingParent(key string, got map[string]string) bool {
	i := strings.LastIndexAny(key, ".[")
	return i > 0 && got[strings.TrimSuffix(key[:i], "[]")] == ""
}
