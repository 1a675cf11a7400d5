package webhook

import (
	"encoding/json"
	"mime"
	"net/url"
	"strconv"
	"time"

	"github.com/pkg/errors"
)

const (
	eventMeetingStarted = "meeting.started"
	eventMeetingEnded   = "meeting.ended"
	eventURLValidation  = "endpoint.url_validation"
	eventDeauthorized   = "app_deauthorized"

	formType = "application/x-www-form-urlencoded"

	// lastMilli is the end of the year 9999, in milliseconds since 1970.
	lastMilli = 253_402_300_799_999
)

// ErrMalformed says that a body is not an event of Zoom's.
var ErrMalformed = errors.New("webhook: malformed event")

// Event is one of the event types of this package: URLValidation, MeetingStarted, MeetingEnded, Deauthorized or Other.
type Event interface{ event() }

// URLValidation asks the endpoint to prove that it knows the secret token. Zoom repeats it every 72 hours.
type URLValidation struct{ PlainToken string }

// MeetingStarted says that somebody entered and the meeting runs.
type MeetingStarted struct{ Meeting }

// MeetingEnded says that a meeting is over.
type MeetingEnded struct{ Meeting }

// Deauthorized says that a user has removed the app, or that an admin did so for the account.
type Deauthorized struct {
	UserID, ClientID string
	// At is when that happened, or when the event was received if Zoom did not say.
	At time.Time
}

// Other is an event that this package does not read.
type Other struct{ Name string }

func (URLValidation) event()  {}
func (MeetingStarted) event() {}
func (MeetingEnded) event()   {}
func (Deauthorized) event()   {}
func (Other) event()          {}

// Meeting is the meeting of an event. Times are zero when Zoom did not send them.
type Meeting struct {
	// Number is the meeting number; that of a personal room is its PMI.
	Number int64
	// UUID names this occurrence.
	UUID    string
	Started time.Time
	Ended   time.Time
	// At is when the event happened, or when it was received if Zoom did not say.
	At time.Time
}

// IsForm tells whether a Content-Type header announces the unsigned form of 2017, which self-hosted installations send.
func IsForm(contentType string) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	return err == nil && mediaType == formType
}

// Parse reads a body: a form when contentType says so, else JSON. Received is when it came in.
func Parse(contentType string, body []byte, received time.Time) (Event, error) {
	if IsForm(contentType) {
		return parseForm(body, received)
	}
	return parseJSON(body, received)
}

// parseJSON reads the envelope `{event, event_ts, payload: {object}}`.
func parseJSON(body []byte, received time.Time) (Event, error) {
	var envelope struct {
		Event   string          `json:"event"`
		EventTS any             `json:"event_ts"`
		Payload json.RawMessage `json:"payload"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return nil, errors.Wrap(ErrMalformed, err.Error())
	}
	switch envelope.Event {
	case "":
		return nil, errors.Wrap(ErrMalformed, "no event name")
	case eventURLValidation:
		return parseValidation(envelope.Payload)
	case eventMeetingStarted, eventMeetingEnded:
		meeting, err := parseMeeting(envelope.Payload, eventTime(envelope.EventTS, received))
		if err != nil {
			return nil, err
		}
		if envelope.Event == eventMeetingStarted {
			return MeetingStarted{meeting}, nil
		}
		return MeetingEnded{meeting}, nil
	case eventDeauthorized:
		return parseDeauthorized(envelope.Payload, eventTime(envelope.EventTS, received))
	default:
		return Other{Name: envelope.Event}, nil
	}
}

func parseDeauthorized(payload json.RawMessage, at time.Time) (Event, error) {
	var in struct {
		UserID   string `json:"user_id"`
		ClientID string `json:"client_id"`
	}
	if err := json.Unmarshal(payload, &in); err != nil {
		return nil, errors.Wrap(ErrMalformed, err.Error())
	}
	return Deauthorized{UserID: in.UserID, ClientID: in.ClientID, At: at}, nil
}

func parseValidation(payload json.RawMessage) (Event, error) {
	var in struct {
		PlainToken string `json:"plainToken"`
	}
	if err := json.Unmarshal(payload, &in); err != nil {
		return nil, errors.Wrap(ErrMalformed, err.Error())
	}
	if in.PlainToken == "" {
		return nil, errors.Wrap(ErrMalformed, "no plain token")
	}
	return URLValidation{PlainToken: in.PlainToken}, nil
}

func parseMeeting(payload json.RawMessage, at time.Time) (Meeting, error) {
	var in struct {
		Object struct {
			// Zoom sends the id of these events as a string or as a number; json.Number takes both.
			ID    json.Number `json:"id"`
			UUID  string      `json:"uuid"`
			Start any         `json:"start_time"`
			End   any         `json:"end_time"`
		} `json:"object"`
	}
	if err := json.Unmarshal(payload, &in); err != nil {
		return Meeting{}, errors.Wrap(ErrMalformed, err.Error())
	}
	number, err := parseNumber(in.Object.ID.String())
	if err != nil {
		return Meeting{}, err
	}
	return Meeting{
		Number: number, UUID: in.Object.UUID, Started: parseTime(in.Object.Start), Ended: parseTime(in.Object.End), At: at,
	}, nil
}

// parseForm reads the form of 2017: id, uuid, status, and no times.
func parseForm(body []byte, received time.Time) (Event, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, errors.Wrap(ErrMalformed, err.Error())
	}
	status := form.Get("status")
	if status != "STARTED" && status != "ENDED" {
		if status == "" && form.Get("type") == "" {
			return nil, errors.Wrap(ErrMalformed, "no status")
		}
		return Other{Name: status + form.Get("type")}, nil
	}
	number, err := parseNumber(form.Get("id"))
	if err != nil {
		return nil, err
	}
	meeting := Meeting{Number: number, UUID: form.Get("uuid"), At: received}
	if status == "STARTED" {
		meeting.Started = received
		return MeetingStarted{meeting}, nil
	}
	meeting.Ended = received
	return MeetingEnded{meeting}, nil
}

func parseNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number <= 0 {
		return 0, errors.Wrapf(ErrMalformed, "meeting id %.40q is not a number", text)
	}
	return number, nil
}

// parseTime is lenient: an event with a time that cannot be read still says that a meeting ended.
func parseTime(value any) time.Time {
	text, _ := value.(string)
	parsed, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return parsed
}

// eventTime reads event_ts, milliseconds since 1970 as a number or a string; Zoom leaves it out at times. What is no time of a calendar
// is not believed.
func eventTime(value any, received time.Time) time.Time {
	var ms int64
	switch ts := value.(type) {
	case float64:
		if ts > 0 && ts < lastMilli {
			ms = int64(ts)
		}
	case string:
		ms, _ = strconv.ParseInt(ts, 10, 64) // It is checked below.
	}
	if ms <= 0 || ms > lastMilli {
		return received
	}
	return time.UnixMilli(ms)
}
