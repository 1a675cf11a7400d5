package httpapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

// meetingRequest is what POST /api/v1/meetings takes: a new meeting, or one that exists, named by meeting_id or by share with personal.
type meetingRequest struct {
	ChannelID string `json:"channel_id"`
	RootID    string `json:"root_id"`
	Topic     string `json:"topic"`
	Personal  bool   `json:"personal"`
	Force     bool   `json:"force"`
	// Share posts the personal room without starting a meeting in it.
	Share bool `json:"share"`
	// MeetingID is a meeting number, as a number or as text, or a link to join. Null, 0 and "" are no meeting.
	MeetingID json.RawMessage `json:"meeting_id"`
}

// meetingAnswer is what it answers with 200.
type meetingAnswer struct {
	// Outcome is started, needs_confirm or needs_connect.
	Outcome    string `json:"outcome"`
	PostID     string `json:"post_id,omitempty"`
	MeetingID  int64  `json:"meeting_id,omitempty"`
	MeetingURL string `json:"meeting_url,omitempty"`
	StartURL   string `json:"start_url,omitempty"`
	ConnectURL string `json:"connect_url,omitempty"`
	// Message says why to connect.
	Message string         `json:"message,omitempty"`
	Recent  *recentMeeting `json:"recent,omitempty"`
}

// recentMeeting is what somebody else has started in the channel a moment ago.
type recentMeeting struct {
	PostID          string `json:"post_id"`
	MeetingID       int64  `json:"meeting_id"`
	MeetingURL      string `json:"meeting_url"`
	Topic           string `json:"topic"`
	CreatorUsername string `json:"creator_username"`
	// StartedAt is in milliseconds since 1970.
	StartedAt int64 `json:"started_at"`
}

// postMeeting is POST /api/v1/meetings: it starts or shares a meeting. ?force=true is the same as force in the body.
func (a *API) postMeeting(w http.ResponseWriter, r *http.Request) {
	var in meetingRequest
	if err := decode(r, &in); err != nil {
		a.fail(w, r, err)
		return
	}
	reference, err := in.reference()
	if err != nil {
		a.fail(w, r, err)
		return
	}
	place := meeting.Place{UserID: r.Context().Value(userKey{}).(string), ChannelID: in.ChannelID, RootID: in.RootID}
	var outcome meeting.Outcome
	if reference != "" || in.Share {
		outcome, err = a.Meetings.Share(r.Context(), meeting.ShareRequest{
			Place: place, Reference: reference, Personal: in.Personal && reference == ""})
	} else {
		outcome, err = a.Meetings.Start(r.Context(), meeting.Request{
			Place: place, Topic: in.Topic, Personal: in.Personal, Force: in.Force || r.URL.Query().Get("force") == "true",
		})
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	answer(w, http.StatusOK, a.answerOf(r, place.UserID, outcome))
}

// reference is which meeting to share, empty for none. It counts before personal, as with the earlier plugin, whose web app sends both.
func (in meetingRequest) reference() (string, error) {
	raw := bytes.TrimSpace(in.MeetingID)
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		var number json.Number
		if err := json.Unmarshal(raw, &number); len(raw) > 0 && err != nil {
			return "", &usertext.BadRequestError{Detail: "meeting_id is neither a number nor text"}
		}
		text = number.String()
	}
	text = strings.TrimSpace(text)
	if text == "0" {
		text = ""
	}
	if (text != "" || in.Share) && in.Topic != "" {
		return "", &usertext.BadRequestError{Detail: "a topic is for new meetings only"}
	}
	return text, nil
}

func (a *API) answerOf(r *http.Request, userID string, outcome meeting.Outcome) meetingAnswer {
	if connect := outcome.Connect; connect != nil {
		return meetingAnswer{Outcome: "needs_connect", ConnectURL: connect.URL, Message: a.Texts.Connect(a.reader(r, userID).Locale, *connect)}
	}
	if recent := outcome.Recent; recent != nil {
		return meetingAnswer{Outcome: "needs_confirm", Recent: &recentMeeting{
			PostID: recent.PostID, MeetingID: recent.Number, MeetingURL: recent.JoinURL, Topic: recent.Topic,
			CreatorUsername: recent.CreatorUsername, StartedAt: recent.StartedAt.UnixMilli(),
		}}
	}
	return meetingAnswer{
		Outcome: "started", PostID: outcome.PostID, MeetingID: outcome.Meeting.Number, MeetingURL: outcome.Meeting.JoinURL,
		StartURL: outcome.Meeting.StartURL,
	}
}
