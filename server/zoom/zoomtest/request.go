package zoomtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/pkg/errors"
)

// The types of a meeting. PersonalRoom is told by Zoom only; nobody can create one.
const (
	Instant        = 1
	Scheduled      = 2
	Recurring      = 3
	PersonalRoom   = 4
	RecurringFixed = 8
)

// MeetingRequest is the body of a create or an update, and what it asked for afterwards.
type MeetingRequest struct {
	Type   int    `json:"type"`
	Topic  string `json:"topic"`
	Agenda string `json:"agenda"`
	// StartTime is in UTC when it ends in Z, and else in Timezone: 2006-01-02T15:04:05.
	StartTime string `json:"start_time"`
	// Duration is in minutes.
	Duration   int         `json:"duration"`
	Timezone   string      `json:"timezone"`
	Passcode   string      `json:"password"`
	Recurrence *Recurrence `json:"recurrence"`
	// Settings are those of defaultSettings that the request names; others are ignored.
	Settings map[string]any `json:"settings"`
}

// defaultSettings are those of a host who changed none. JSON numbers are float64.
var defaultSettings = map[string]any{
	"use_pmi": false, "waiting_room": false, "join_before_host": true, "jbh_time": 0.0, "host_video": false, "participant_video": false,
	"mute_upon_entry": false, "approval_type": 2.0, "audio": "both", "auto_recording": "none", "alternative_hosts": "",
	"meeting_authentication": false, "private_meeting": false, "auto_start_meeting_summary": false, "encryption_type": "enhanced_encryption",
}

// allowedSettings are the values of settings that have not all.
var allowedSettings = map[string][]any{
	"jbh_time": {0.0, 5.0, 10.0, 15.0}, "approval_type": {0.0, 1.0, 2.0}, "audio": {"both", "telephony", "voip", "thirdParty"},
	"auto_recording": {"local", "cloud", "none"}, "encryption_type": {"enhanced_encryption", "e2ee"},
}

// fieldError is a field that Zoom does not take.
type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func invalid(field string) fieldError {
	return fieldError{field, "Invalid parameter: " + field[strings.LastIndex(field, ".")+1:] + "."}
}

// invalidRequest says which fields of a request Zoom does not take.
type invalidRequest []fieldError

func (e invalidRequest) Error() string {
	return fmt.Sprintf("zoomtest: validation failed: %v", []fieldError(e))
}

// reply is what Zoom answers. Source: ../shared/zoom/rest/errors-zoomnet-literals.json.
func (e invalidRequest) reply() reply {
	return reply{status: http.StatusBadRequest, body: map[string]any{"code": 300, "message": "Validation Failed.", "errors": []fieldError(e)}}
}

// decode reads body over a copy of before. A refusal is not nil when Zoom would not take it.
func decode(body []byte, before MeetingRequest) (MeetingRequest, *reply) {
	before = before.clone()
	err := json.Unmarshal(body, &before)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		refused := invalidRequest{invalid(wrong.Field)}.reply()
		return before, &refused
	}
	if err != nil {
		refused := refusal(http.StatusBadRequest, 300, "Request Body should be a valid JSON object.")
		return before, &refused
	}
	return before, nil
}

// clone shares nothing with q.
func (q MeetingRequest) clone() MeetingRequest {
	q.Settings = maps.Clone(q.Settings)
	if q.Recurrence != nil {
		recurrence := *q.Recurrence
		q.Recurrence = &recurrence
	}
	return q
}

// check fills in Zoom's defaults, returns the start, and says what Zoom would not take.
func (q *MeetingRequest) check(now time.Time) (start time.Time, refused invalidRequest) {
	refuse := func(bad bool, field string) {
		if bad {
			refused = append(refused, invalid(field))
		}
	}
	if q.Topic == "" {
		q.Topic = "Zoom Meeting"
	}
	if q.Duration == 0 {
		q.Duration = 60
	}
	if q.Timezone == "" {
		q.Timezone = timezone
	}
	refuse(!slices.Contains([]int{Instant, Scheduled, Recurring, RecurringFixed}, q.Type), "type")
	refuse(utf8.RuneCountInString(q.Topic) > 200, "topic")
	refuse(utf8.RuneCountInString(q.Agenda) > 2000, "agenda")
	refuse(q.Duration < 0 || q.Duration > 1440, "duration")
	refuse(len(q.Passcode) > 10 || strings.ContainsFunc(q.Passcode, func(r rune) bool { return r <= ' ' || r > '~' }), "password")
	start, zoneOK, startOK := q.start(now)
	refuse(!zoneOK, "timezone")
	refuse(!startOK, "start_time")
	if q.Type == RecurringFixed && q.Recurrence == nil {
		refused = append(refused, fieldError{"recurrence", "Missing field."})
	} else {
		refuse(q.Recurrence != nil && !q.Recurrence.valid(), "recurrence.type")
	}
	maps.DeleteFunc(q.Settings, func(key string, _ any) bool { return defaultSettings[key] == nil })
	for _, key := range slices.Sorted(maps.Keys(q.Settings)) {
		value, allowed := q.Settings[key], allowedSettings[key]
		wrongType := fmt.Sprintf("%T", value) != fmt.Sprintf("%T", defaultSettings[key])
		refuse(wrongType || allowed != nil && !slices.Contains(allowed, value), "settings."+key)
	}
	return start, refused
}

func (q *MeetingRequest) start(now time.Time) (start time.Time, zoneOK, startOK bool) {
	zone, err := time.LoadLocation(q.Timezone)
	if err != nil {
		return now, false, true
	}
	if q.Type == Instant || q.Type == Recurring {
		return now, true, true
	}
	if q.StartTime == "" {
		q.StartTime = stamp(now)
	}
	start, err = time.Parse(time.RFC3339, q.StartTime)
	if err != nil {
		start, err = time.ParseInLocation("2006-01-02T15:04:05", q.StartTime, zone)
	}
	return start, true, err == nil
}

// settings are the defaults and what the request wants otherwise.
func (q *MeetingRequest) settings() map[string]any {
	all := maps.Clone(defaultSettings)
	maps.Copy(all, q.Settings)
	return all
}

func (q *MeetingRequest) usesPMI() bool { return q.Settings["use_pmi"] == true }
