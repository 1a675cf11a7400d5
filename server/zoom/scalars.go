package zoom

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"github.com/pkg/errors"
)

// Zoom is not of one mind about the JSON types of some values: these take what was seen, and nothing else. The types that callers
// see have plain fields; their UnmarshalJSON points one of these at a field.

// number takes a whole number and one written as text; empty text is 0.
type number int64

// UnmarshalJSON implements json.Unmarshaler.
func (n *number) UnmarshalJSON(raw []byte) error {
	digits := string(bytes.Trim(raw, `"`))
	if digits == "" || digits == "null" {
		return nil
	}
	value, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return errors.Errorf("%s is not a whole number", raw)
	}
	*n = number(value)
	return nil
}

// instant takes a time of RFC 3339 with any fraction; empty text is the zero time.
type instant time.Time

// UnmarshalJSON implements json.Unmarshaler.
func (i *instant) UnmarshalJSON(raw []byte) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil || text == "" {
		return err
	}
	value, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return errors.Errorf("%s is not a time of RFC 3339", raw)
	}
	*i = instant(value)
	return nil
}

// text takes text and a number, which becomes its digits.
type text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *text) UnmarshalJSON(raw []byte) error {
	var digits json.Number
	if json.Unmarshal(raw, &digits) == nil {
		*t = text(digits)
		return nil
	}
	return json.Unmarshal(raw, (*string)(t))
}
