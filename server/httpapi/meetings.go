package httpapi

import (
	"net/http"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

// startMeeting is POST /api/v1/meetings {channel_id, root_id?, topic?}. It answers 200 {outcome, post_id, meeting_id, meeting_url,
// start_url?}, or an error's status with {error, message}.
func (a *API) startMeeting(w http.ResponseWriter, r *http.Request) {
	var in struct {
		ChannelID string `json:"channel_id"`
		RootID    string `json:"root_id"`
		Topic     string `json:"topic"`
		// Force has nothing to override yet. Of the contract's other fields only values that ask for nothing are understood.
		Force     bool `json:"force"`
		Personal  bool `json:"personal"`
		MeetingID any  `json:"meeting_id"`
	}
	if err := decode(r, &in); err != nil {
		a.fail(w, r, err)
		return
	}
	if in.Personal || (in.MeetingID != nil && in.MeetingID != "" && in.MeetingID != 0.0) {
		a.fail(w, r, usertext.ErrUnsupported)
		return
	}
	started, err := a.Meetings.Start(r.Context(), meeting.Request{
		Place: meeting.Place{UserID: r.Context().Value(userKey{}).(string), ChannelID: in.ChannelID, RootID: in.RootID},
		Topic: in.Topic,
	})
	if err != nil {
		a.fail(w, r, err)
		return
	}
	answer(w, http.StatusOK, struct {
		Outcome    string `json:"outcome"`
		PostID     string `json:"post_id"`
		MeetingID  int64  `json:"meeting_id"`
		MeetingURL string `json:"meeting_url"`
		StartURL   string `json:"start_url,omitempty"`
	}{"started", started.PostID, started.Meeting.Number, started.Meeting.JoinURL, started.Meeting.StartURL})
}
