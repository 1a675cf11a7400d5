package zoom

import (
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/zoom/webhook"
)

// Receive checks and reads one delivery to the webhook. It returns meeting.ErrEventRefused or meeting.ErrEventMalformed, wrapped with the
// cause.
//
// Who may call:
//
//	mode                secret in the URL  signature
//	all kinds of OAuth  required           required; nothing is accepted while no secret token is set
//	API Key             required           required when a secret token is set (then no form of 2017), else not looked at
func (p *Provider) Receive(header http.Header, query url.Values, raw []byte) (meeting.Delivery, error) {
	current := p.current.Load()
	if current == nil {
		return meeting.Delivery{}, errors.Wrap(meeting.ErrEventRefused, "not configured")
	}
	if err := p.authenticate(current.config, header, query, raw); err != nil {
		return meeting.Delivery{}, fmt.Errorf("%w: %w", meeting.ErrEventRefused, err)
	}
	event, err := webhook.Parse(header.Get("Content-Type"), raw, p.Now())
	if err != nil {
		return meeting.Delivery{}, fmt.Errorf("%w: %w", meeting.ErrEventMalformed, err)
	}
	switch event := event.(type) {
	case webhook.URLValidation:
		reply, err := answer(current.config.SignatureSecret, event)
		return meeting.Delivery{Reply: reply}, err
	case webhook.MeetingStarted:
		return meeting.Delivery{Events: []meeting.Event{domainEvent(event.Meeting, meeting.Running)}}, nil
	case webhook.MeetingEnded:
		return meeting.Delivery{Events: []meeting.Event{domainEvent(event.Meeting, meeting.Ended)}}, nil
	case webhook.Deauthorized:
		if event.ClientID != current.config.ClientID {
			// Of another app whose secret token is the same.
			return meeting.Delivery{}, nil
		}
		return meeting.Delivery{SignedOut: event.UserID}, nil
	default:
		return meeting.Delivery{}, nil
	}
}

func (p *Provider) authenticate(config Config, header http.Header, query url.Values, raw []byte) error {
	if config.WebhookSecret == "" {
		return errors.New("no Webhook Secret is set")
	}
	if !sameSecret(query.Get("secret"), config.WebhookSecret) {
		return errors.New("the secret in the URL is missing or not the Webhook Secret")
	}
	if config.Mode == ModeAPIKey && config.SignatureSecret == "" {
		return nil
	}
	if webhook.IsForm(header.Get("Content-Type")) {
		return errors.New("the unsigned form of 2017 is only taken with an API Key and without a secret token")
	}
	err := webhook.Verify(config.SignatureSecret, header, raw, p.Now())
	return errors.WithMessage(err, "compare Zoom's Webhook Secret Token with the one at Zoom")
}

// sameSecret compares in constant time. A generated secret may hold `+`, which an unescaped query string turns into a space.
func sameSecret(got, want string) bool {
	plus := strings.NewReplacer(" ", "+")
	return subtle.ConstantTimeCompare([]byte(plus.Replace(got)), []byte(plus.Replace(want))) == 1
}

func answer(secret string, validation webhook.URLValidation) ([]byte, error) {
	answer, err := webhook.Challenge(secret, validation)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", meeting.ErrEventRefused, err)
	}
	return json.Marshal(answer)
}

func domainEvent(m webhook.Meeting, state meeting.State) meeting.Event {
	return meeting.Event{
		Number: m.Number, UUID: m.UUID, State: state, StartedAt: m.Started, EndedAt: m.Ended, At: m.At,
	}
}
