package health_test

import (
	"net/http"
	"net/url"

	"mattermost-plugin-zoom/server/meeting"
)

// service answers every delivery alike.
type service struct{ err error }

func (s service) Receive(http.Header, url.Values, []byte) (meeting.Delivery, error) {
	return meeting.Delivery{}, s.err
}
