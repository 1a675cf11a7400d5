package health

import (
	"context"
	"time"
)

// Report is the notes as JSON. Times are milliseconds since 1970; what has not happened is left out.
type Report struct {
	// TakenAt is when the last good delivery came.
	TakenAt int64 `json:"taken_at,omitempty"`
	// Refused is the last refusal of a delivery of the service's, Stray that of a stranger's.
	Refused *RefusedReport `json:"refused,omitempty"`
	Stray   *RefusedReport `json:"stray,omitempty"`
	// Failure is the last failure of the service.
	Failure *FailureReport `json:"failure,omitempty"`
	// LastStartAt is when the last meeting was started.
	LastStartAt int64 `json:"last_start_at,omitempty"`
	// Starts is how many meetings were started since TakenAt, FirstStartAt when the first of them was.
	Starts       int   `json:"starts"`
	FirstStartAt int64 `json:"first_start_at,omitempty"`
	// Trouble is what is wrong at present, a reason of a refusal or "silent"; empty for nothing.
	Trouble Trouble `json:"trouble"`
}

// RefusedReport is a delivery that was refused.
type RefusedReport struct {
	At int64 `json:"at"`
	// Reason is a meeting.Refusal.
	Reason string `json:"reason"`
}

// FailureReport is a failure of the service, for admins only.
type FailureReport struct {
	At int64 `json:"at"`
	// Code is that of the HTTP API's errors, Detail the service's own words.
	Code   string   `json:"code"`
	Detail string   `json:"detail"`
	Scopes []string `json:"scopes,omitempty"`
}

// Report returns what Notes does.
func (b *Notebook) Report(ctx context.Context) (Report, error) {
	notes, err := b.Notes(ctx)
	if err != nil {
		return Report{}, err
	}
	return notes.report(b.Now()), nil
}

func (n Notes) report(now time.Time) Report {
	report := Report{
		TakenAt: millis(n.Taken), Refused: n.Refused.report(), Stray: n.Stray.report(), LastStartAt: millis(n.LastStart),
		Starts: n.Starts, FirstStartAt: millis(n.FirstStart), Trouble: n.Trouble(now),
	}
	if f := n.Failure; !f.At.IsZero() {
		report.Failure = &FailureReport{At: millis(f.At), Code: f.Code, Detail: f.Detail, Scopes: f.Scopes}
	}
	return report
}

func (r Refused) report() *RefusedReport {
	if r.At.IsZero() {
		return nil
	}
	return &RefusedReport{At: millis(r.At), Reason: string(r.Reason)}
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
