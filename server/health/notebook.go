package health

import (
	"context"
	"log/slog"
	"reflect"
	"sync"
	"time"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
)

// writeInterval is the time between two writes of one kind of news.
const writeInterval = time.Minute

// maxDetail bounds what is kept of the service's words, in characters.
const maxDetail = 300

// Store keeps the notes of all nodes together.
type Store interface {
	// Notes returns what is stored, or was a moment ago.
	Notes(ctx context.Context) (Notes, error)
	// Change reads the notes, lets change edit them, and writes them. When another writer was faster it starts over, so change must set
	// everything it leaves behind.
	Change(ctx context.Context, change func(notes *Notes)) error
}

// Notebook collects what happens. None of its methods that take news waits for anything.
type Notebook struct {
	Store Store
	// Admins returns the active system admins.
	Admins func(ctx context.Context) ([]meeting.Person, error)
	// Tell sends somebody a message.
	Tell func(ctx context.Context, userID, text string) error
	// Text says what is wrong, and what to do, in the language of locale.
	Text func(locale string, trouble Trouble) string
	// Code names the text that tells a failure.
	Code func(failure error) string
	Log  *slog.Logger
	Now  func() time.Time
	// After runs a task that the caller need not wait for.
	After func(task func(ctx context.Context))

	mu sync.Mutex
	// news is what has not been written yet.
	news    Notes
	written map[kind]time.Time
}

// kind is a kind of news, each with its own minute.
type kind int

const (
	taken kind = iota
	refused
	stray
	failed
	started
)

var _ meeting.Watcher = (*Notebook)(nil)

// Started implements meeting.Watcher.
func (b *Notebook) Started() {
	now := b.Now()
	b.note(started, now, Notes{Starts: 1, FirstStart: now, LastStart: now})
}

// Failed implements meeting.Watcher.
func (b *Notebook) Failed(failure *meeting.ServiceError) {
	if isAboutAPerson(failure) {
		return
	}
	now, detail := b.Now(), []rune(failure.Detail)
	b.note(failed, now, Notes{Failure: Failure{
		At: now, Code: b.Code(failure), Detail: string(detail[:min(len(detail), maxDetail)]), Scopes: failure.Scopes,
	}})
}

func isAboutAPerson(failure *meeting.ServiceError) bool {
	for _, kind := range []error{meeting.ErrUnknownHost, meeting.ErrPendingHost, meeting.ErrInactiveHost, meeting.ErrNotAllowed} {
		if errors.Is(failure, kind) {
			return true
		}
	}
	return false
}

// received notes how a delivery fared.
func (b *Notebook) received(err error) {
	now := b.Now()
	var refusal *meeting.RefusedError
	switch {
	case err == nil:
		b.note(taken, now, Notes{Taken: now})
	case !errors.As(err, &refusal):
	case refusal.Known:
		b.note(refused, now, Notes{Refused: Refused{At: now, Reason: refusal.Reason}})
	default:
		b.note(stray, now, Notes{Stray: Refused{At: now, Reason: refusal.Reason}})
	}
}

// note collects news, and has all that is collected written when the last news of that kind are a minute old.
func (b *Notebook) note(k kind, now time.Time, news Notes) {
	if b.collect(k, now, news) {
		b.After(b.write)
	}
}

func (b *Notebook) collect(k kind, now time.Time, news Notes) (due bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.news.add(news)
	if last, wrote := b.written[k]; wrote && now.Sub(last) < writeInterval {
		return false
	}
	if b.written == nil {
		b.written = map[kind]time.Time{}
	}
	b.written[k] = now
	return true
}

// write writes what is collected, and tells the admins what they have to know.
func (b *Notebook) write(ctx context.Context) {
	b.mu.Lock()
	news := b.news
	b.news = Notes{}
	b.mu.Unlock()
	if reflect.ValueOf(news).IsZero() {
		// Another task was faster.
		return
	}
	var trouble Trouble
	var tell bool
	err := b.Store.Change(ctx, func(notes *Notes) {
		now := b.Now()
		notes.add(news)
		trouble = notes.trouble(news, now)
		tell = notes.tell(trouble, now)
	})
	if err != nil {
		b.Log.Warn("The status of the meeting service could not be saved", "cause", err)
		b.mu.Lock()
		b.news.add(news) // for the next time
		b.mu.Unlock()
		return
	}
	if tell {
		b.tell(ctx, trouble)
	}
}

// tell does not try again: the log has what nobody was told.
func (b *Notebook) tell(ctx context.Context, trouble Trouble) {
	admins, err := b.Admins(ctx)
	if err != nil {
		b.Log.Error("The System Admins could not be told about a problem with events", "trouble", string(trouble), "cause", err)
		return
	}
	for _, admin := range admins {
		if err := b.Tell(ctx, admin.UserID, b.Text(admin.Locale, trouble)); err != nil {
			b.Log.Warn("A System Admin could not be told about a problem with events", "trouble", string(trouble), "user", admin.UserID, "cause", err)
		}
	}
}

// Notes returns what all nodes have written and this one has collected.
func (b *Notebook) Notes(ctx context.Context) (Notes, error) {
	notes, err := b.Store.Notes(ctx)
	if err != nil {
		return Notes{}, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	notes.add(b.news)
	return notes, nil
}
