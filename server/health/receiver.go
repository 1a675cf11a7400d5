package health

import (
	"net/http"
	"net/url"

	"mattermost-plugin-zoom/server/meeting"
)

// Receiver reads what a meeting service sends, as httpapi asks for it, and notes whether it was taken.
type Receiver struct {
	Service interface {
		Receive(header http.Header, query url.Values, raw []byte) (meeting.Delivery, error)
	}
	Notebook *Notebook
}

// Receive returns what the service makes of a delivery.
func (r Receiver) Receive(header http.Header, query url.Values, raw []byte) (meeting.Delivery, error) {
	delivery, err := r.Service.Receive(header, query, raw)
	r.Notebook.received(err)
	return delivery, err
}
