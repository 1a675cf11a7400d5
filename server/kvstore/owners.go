package kvstore

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/pkg/errors"
)

// ownersRecord is the value of the key of a user of the service: who is, or was, connected as them. Usually that is one owner, but
// people may share an account, and an admin may sign in for everybody and for themselves.
type ownersRecord struct {
	Version int      `json:"v"`
	Owners  []string `json:"owners"`

	unknown map[string]json.RawMessage
}

const ownersVersion = 1

func ownersKey(serviceUserID string) string { return "connected_" + hashed(serviceUserID) }

func (r ownersRecord) MarshalJSON() ([]byte, error) {
	type plain ownersRecord
	return withUnknown(plain(r), r.unknown)
}

func (r *ownersRecord) UnmarshalJSON(raw []byte) error {
	type plain ownersRecord
	if err := json.Unmarshal(raw, (*plain)(r)); err != nil {
		return err
	}
	return json.Unmarshal(raw, &r.unknown)
}

// Owners implements oauth.Connections.
func (c Connections) Owners(ctx context.Context, serviceUserID string) ([]string, error) {
	raw, err := current(ctx, c.KV, ownersKey(serviceUserID), "a list of owners")
	if err != nil || raw == nil {
		return nil, err
	}
	var r ownersRecord
	return r.Owners, errors.Wrap(json.Unmarshal(raw, &r), "decode a list of owners")
}

// list puts an owner on a list.
func (c Connections) list(ctx context.Context, serviceUserID, owner string) error {
	return c.changeOwners(ctx, serviceUserID, func(owners []string) []string {
		if slices.Contains(owners, owner) {
			return owners
		}
		return append(owners, owner)
	})
}

// unlist takes an owner off a list, if it can: a list may name too many.
func (c Connections) unlist(ctx context.Context, serviceUserID, owner string) {
	_ = c.changeOwners(ctx, serviceUserID, func(owners []string) []string {
		return slices.DeleteFunc(owners, func(listed string) bool { return listed == owner })
	})
}

// changeOwners edits a list. It is written even if that changes nothing, which makes certain that what was read is what is there. A list
// that a read misses is not shortened, so it may name too many.
func (c Connections) changeOwners(ctx context.Context, serviceUserID string, edit func([]string) []string) error {
	key := ownersKey(serviceUserID)
	return retry(ctx, "a list of owners", func() (bool, error) {
		raw, err := c.KV.Get(ctx, key)
		if err != nil {
			return false, errors.Wrap(err, "read a list of owners")
		}
		var r ownersRecord
		if raw != nil {
			if err := json.Unmarshal(raw, &r); err != nil {
				return false, errors.Wrap(err, "decode a list of owners")
			}
		}
		r.Owners = edit(r.Owners)
		return c.writeOwners(ctx, key, raw, r)
	})
}

func (c Connections) writeOwners(ctx context.Context, key string, old []byte, r ownersRecord) (done bool, err error) {
	if len(r.Owners) == 0 && old == nil {
		return true, nil
	}
	if len(r.Owners) == 0 {
		done, err = c.KV.CompareAndDelete(ctx, key, old)
		return done, errors.Wrap(err, "remove a list of owners")
	}
	r.Version = max(r.Version, ownersVersion)
	value, err := json.Marshal(r)
	if err != nil {
		return false, errors.Wrap(err, "encode a list of owners")
	}
	done, err = c.KV.CompareAndSet(ctx, key, old, value, 0)
	return done, errors.Wrap(err, "write a list of owners")
}
