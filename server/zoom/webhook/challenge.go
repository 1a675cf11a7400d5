package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"

	"github.com/pkg/errors"
)

// plainTokens are what Zoom sends: short and URL-safe. Without `:` an answer can never be the signature of an event, whose
// signed text is `v0:{timestamp}:{body}`.
var plainTokens = regexp.MustCompile(`^[A-Za-z0-9_\-+/=]{1,128}$`)

// ErrToken says that a plain token is not of Zoom's form, so that answering it would sign a stranger's text.
var ErrToken = errors.New("webhook: the plain token is not of Zoom's form")

// Answer is the JSON body that Zoom expects from an endpoint under validation.
type Answer struct {
	PlainToken     string `json:"plainToken"`
	EncryptedToken string `json:"encryptedToken"`
}

// Challenge answers a url_validation whose signature has been verified.
func Challenge(secret string, validation URLValidation) (Answer, error) {
	if secret == "" {
		return Answer{}, ErrNoSecret
	}
	if !plainTokens.MatchString(validation.PlainToken) {
		return Answer{}, ErrToken
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(validation.PlainToken))
	return Answer{PlainToken: validation.PlainToken, EncryptedToken: hex.EncodeToString(mac.Sum(nil))}, nil
}
