package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/pkg/errors"
)

const (
	// SignatureHeader holds `v0=` and the hex HMAC-SHA256 of `v0:{timestamp}:{raw body}` under the app's secret token.
	// Source: Zoom's documentation of webhooks, "Verify webhook events".
	SignatureHeader = "X-Zm-Signature"
	// TimestampHeader holds the seconds since 1970 at which Zoom signed.
	TimestampHeader = "X-Zm-Request-Timestamp"

	// maxSkew is how far the clocks of Zoom and of this server may differ.
	maxSkew = 5 * time.Minute
	// maxRetryAge covers Zoom's last retry, 85 minutes after the first try: whether a retry is signed anew is not documented.
	maxRetryAge = 2 * time.Hour
)

var (
	// ErrNoSecret says that there is no secret token to check a signature with.
	ErrNoSecret = errors.New("webhook: no secret token is configured")
	// ErrSignature says that the signature is missing or not made with the secret token over these bytes.
	ErrSignature = errors.New("webhook: the signature is missing or wrong")
	// ErrStale says that the signature is good but too old or from the future.
	ErrStale = errors.New("webhook: signed outside the accepted time")
)

// Verify checks that Zoom signed body, the raw bytes, with secret, and that it did so lately. Events that only move a
// meeting's state forward are accepted as long as Zoom retries them; a url_validation or app_deauthorized must be fresh.
func Verify(secret string, header http.Header, body []byte, now time.Time) error {
	if secret == "" {
		return ErrNoSecret
	}
	timestamp := header.Get(TimestampHeader)
	if !hmac.Equal([]byte(header.Get(SignatureHeader)), []byte(Sign(secret, timestamp, body))) {
		return ErrSignature
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return errors.Wrap(ErrStale, "timestamp is not a number")
	}
	age := now.Sub(time.Unix(seconds, 0))
	// Nearly all are fresh, whatever they say.
	if age < -maxSkew || (age > maxSkew && age > maxAge(body)) {
		return errors.Wrapf(ErrStale, "%s ago", age)
	}
	return nil
}

// Sign returns the value of SignatureHeader for body at timestamp, the value of TimestampHeader.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + timestamp + ":"))
	mac.Write(body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

func maxAge(body []byte) time.Duration {
	var peek struct {
		Event string `json:"event"`
	}
	if err := json.Unmarshal(body, &peek); err != nil || peek.Event == eventURLValidation || peek.Event == eventDeauthorized {
		return maxSkew
	}
	return maxRetryAge
}
