package httpapi

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"strconv"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/usertext"
)

// maxBody bounds a request, in bytes.
const maxBody = 1 << 20

// readBody reads a request as a whole, or fails loudly.
func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil {
		return nil, &usertext.BadRequestError{Detail: err.Error()}
	}
	if len(body) > maxBody {
		return nil, usertext.ErrTooLarge
	}
	return body, nil
}

// decode reads one JSON value strictly: a field that does nothing here must not look as if it did.
func decode(r *http.Request, into any) error {
	body, err := readBody(r)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return &usertext.BadRequestError{Detail: err.Error()}
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return &usertext.BadRequestError{Detail: "more than one value"}
	}
	return nil
}

// answer writes value as JSON. It may hold what only its reader may see, so nobody keeps it.
func answer(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		status, body = http.StatusInternalServerError, nil
	}
	answerRaw(w, status, body)
}

func answerRaw(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) // The caller has gone: nobody is left to tell.
}

// fail answers what Texts says about err and logs the cause where somebody should look at it.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	AnswerFailure(w, a.failure(r, err))
}

func (a *API) failure(r *http.Request, err error) usertext.Failure {
	userID := r.Header.Get(userHeader)
	failure := a.Texts.ForError(err, a.reader(r, userID))
	if failure.Ours {
		a.Log.Warn("A request failed", "path", r.URL.Path, "user", userID, "status", failure.Status, "cause", err)
	}
	return failure
}

// reader is whose language to speak. It is nobody when there is no session, or when the directory fails.
func (a *API) reader(r *http.Request, userID string) (reader meeting.Person) {
	if userID != "" {
		reader, _ = a.Meetings.Directory.Person(r.Context(), userID)
	}
	return reader
}

// AnswerFailure answers {"error": code, "message": text}, with the failure's status.
func AnswerFailure(w http.ResponseWriter, failure usertext.Failure) {
	if failure.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(failure.RetryAfter.Seconds()))))
	}
	answer(w, failure.Status, struct {
		Error   string `json:"error"`
		Message string `json:"message"`
	}{failure.Code, failure.Message})
}
