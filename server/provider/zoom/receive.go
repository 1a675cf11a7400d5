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
// cause; of the first a *meeting.RefusedError when the delivery is not to be trusted. Before the settings could be read nobody can tell that:
// then it is a *meeting.NotConfiguredError, after which Zoom sends the delivery again.
//
// Who may call:
//
//	mode                secret in the URL  signature
//	all kinds of OAuth  required           required; nothing is accepted while no secret token is set
//	API Key             required           required when a secret token is set (then no form of 2017), else not looked at
func (p *Provider) Receive(header http.Header, query url.Values, raw []byte) (meeting.Delivery, error) {
	current := p.current.Load()
	if current == nil {
		return meeting.Delivery{}, &meeting.NotConfiguredError{}
	}
	if err := p.authenticate(current.config, header, query, raw); err != nil {
		return meeting.Delivery{}, err
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
		return meeting.Delivery{SignedOut: event.UserID, SignedOutAt: event.At}, nil
	default:
		return meeting.Delivery{}, nil
	}
}

// authenticate returns a *meeting.RefusedError for a delivery that is not to be taken. The signature is always looked at: it tells a wrong
// address at Zoom from a stranger.
func (p *Provider) authenticate(config Config, header http.Header, query url.Values, raw []byte) error {
	hasSecret := config.WebhookSecret != "" && sameSecret(query.Get("secret"), config.WebhookSecret)
	signature := webhook.Verify(config.SignatureSecret, header, raw, p.Now())
	refused := &meeting.RefusedError{Known: hasSecret || signature == nil}
	switch {
	case config.WebhookSecret == "":
		refused.Reason, refused.Cause = meeting.RefusedNoSecret, errors.New("no Webhook Secret is set")
	case !hasSecret:
		refused.Reason, refused.Cause = meeting.RefusedSecret, errors.New("the secret in the URL is missing or not the Webhook Secret")
	case config.Mode == ModeAPIKey && config.SignatureSecret == "":
		return nil
	case webhook.IsForm(header.Get("Content-Type")):
		refused.Reason = meeting.RefusedForm
		refused.Cause = errors.New("the unsigned form of 2017 is only taken with an API Key and without a secret token")
	case signature != nil:
		refused.Reason = signatureRefusal(signature)
		refused.Cause = errors.WithMessage(signature, "compare Zoom's Webhook Secret Token with the one at Zoom")
	default:
		return nil
	}
	return refused
}

func signatureRefusal(err error) meeting.Refusal {
	switch {
	case errors.Is(err, webhook.ErrNoSecret):
		return meeting.RefusedNoToken
	case errors.Is(err, webhook.ErrStale):
		return meeting.RefusedStale
	default:
		return meeting.RefusedSignature
	}
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
