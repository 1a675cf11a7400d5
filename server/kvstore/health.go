package kvstore

import (
	"context"
	"encoding/json"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/meeting"
)

const (
	healthKey     = "health"
	healthVersion = 1
)

// Health implements health.Store.
type Health struct {
	KV KV
}

var _ health.Store = Health{}

// healthRecord is the value of healthKey.
type healthRecord struct {
	Fields healthFields

	unknown map[string]json.RawMessage
}

// healthFields is the stored form of health.Notes; times are milliseconds since 1970.
type healthFields struct {
	Version       int             `json:"v"`
	TakenAt       int64           `json:"taken_at"`
	RefusedAt     int64           `json:"refused_at"`
	RefusedReason meeting.Refusal `json:"refused_reason"`
	StrayAt       int64           `json:"stray_at"`
	StrayReason   meeting.Refusal `json:"stray_reason"`
	FailureAt     int64           `json:"failure_at"`
	FailureCode   string          `json:"failure_code"`
	FailureDetail string          `json:"failure_detail"`
	FailureScopes []string        `json:"failure_scopes"`
	Starts        int             `json:"starts"`
	FirstStartAt  int64           `json:"first_start_at"`
	LastStartAt   int64           `json:"last_start_at"`
	ToldAt        int64           `json:"told_at"`
}

func (r healthRecord) MarshalJSON() ([]byte, error) { return withUnknown(r.Fields, r.unknown) }

func (r *healthRecord) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &r.Fields); err != nil {
		return err
	}
	return json.Unmarshal(raw, &r.unknown)
}

// Notes implements health.Store. It costs one read.
func (h Health) Notes(ctx context.Context) (health.Notes, error) {
	r, _, err := h.read(ctx)
	return r.Fields.domain(), err
}

// Change implements health.Store. It costs one read and one write when nobody else is changing the notes.
func (h Health) Change(ctx context.Context, change func(*health.Notes)) error {
	return retry(ctx, "the notes", func() (bool, error) {
		r, raw, err := h.read(ctx)
		if err != nil {
			return false, err
		}
		notes := r.Fields.domain()
		change(&notes)
		version := max(r.Fields.Version, healthVersion)
		r.Fields = healthFieldsOf(notes)
		r.Fields.Version = version
		value, err := json.Marshal(r)
		if err != nil {
			return false, errors.Wrap(err, "encode the notes")
		}
		done, err := h.KV.CompareAndSet(ctx, healthKey, raw, value, 0)
		return done, errors.Wrap(err, "write the notes")
	})
}

func (h Health) read(ctx context.Context) (r healthRecord, raw []byte, err error) {
	raw, err = h.KV.Get(ctx, healthKey)
	if err != nil || raw == nil {
		return r, raw, errors.Wrap(err, "read the notes")
	}
	err = json.Unmarshal(raw, &r)
	return r, raw, errors.Wrap(err, "decode the notes")
}

func healthFieldsOf(n health.Notes) healthFields {
	return healthFields{
		TakenAt: toMillis(n.Taken), RefusedAt: toMillis(n.Refused.At), RefusedReason: n.Refused.Reason,
		StrayAt: toMillis(n.Stray.At), StrayReason: n.Stray.Reason,
		FailureAt: toMillis(n.Failure.At), FailureCode: n.Failure.Code, FailureDetail: n.Failure.Detail, FailureScopes: n.Failure.Scopes,
		Starts: n.Starts, FirstStartAt: toMillis(n.FirstStart), LastStartAt: toMillis(n.LastStart), ToldAt: toMillis(n.Told),
	}
}

func (f healthFields) domain() health.Notes {
	return health.Notes{
		Taken:      fromMillis(f.TakenAt),
		Refused:    health.Refused{At: fromMillis(f.RefusedAt), Reason: f.RefusedReason},
		Stray:      health.Refused{At: fromMillis(f.StrayAt), Reason: f.StrayReason},
		Failure:    health.Failure{At: fromMillis(f.FailureAt), Code: f.FailureCode, Detail: f.FailureDetail, Scopes: f.FailureScopes},
		Starts:     f.Starts,
		FirstStart: fromMillis(f.FirstStartAt), LastStart: fromMillis(f.LastStartAt), Told: fromMillis(f.ToldAt),
	}
}
