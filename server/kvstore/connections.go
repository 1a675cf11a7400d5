package kvstore

import (
	"context"
	"encoding/json"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/oauth"
)

const connectionVersion = 1

// connectionName is what errors call the record of an owner.
const connectionName = "a connection"

// Connections implements oauth.Connections.
type Connections struct {
	KV  KV
	Key Key
}

var _ oauth.Connections = Connections{}

func connectionKey(owner string) string { return "connection_" + owner }

// connectionRecord is the value of an owner's key.
type connectionRecord struct {
	Fields connectionFields

	unknown map[string]json.RawMessage
}

// connectionFields is the stored form of an oauth.Connection; times are milliseconds since 1970. What is not sealed can be read, and
// the connection be removed, when the key has been changed.
type connectionFields struct {
	Version     int    `json:"v"`
	App         string `json:"app"`
	UserID      string `json:"user_id"`
	Email       string `json:"email"`
	AccountID   string `json:"account_id"`
	Sealed      []byte `json:"sealed"`
	Replacement bool   `json:"replacement"`
	ConnectedAt int64  `json:"connected_at"`
	RefreshedAt int64  `json:"refreshed_at"`
	ExpiresAt   int64  `json:"expires_at"`
	LeaseHolder string `json:"lease_holder"`
	LeaseUntil  int64  `json:"lease_until"`
}

// sealedToken is what is sealed. The address is too, so that nobody who can write to the database has the token sent to them.
type sealedToken struct {
	Access  string `json:"access"`
	Refresh string `json:"refresh"`
	APIURL  string `json:"api_url"`
}

func (r connectionRecord) MarshalJSON() ([]byte, error) { return withUnknown(r.Fields, r.unknown) }

func (r *connectionRecord) UnmarshalJSON(raw []byte) error {
	if err := json.Unmarshal(raw, &r.Fields); err != nil {
		return err
	}
	return json.Unmarshal(raw, &r.unknown)
}

// Load implements oauth.Connections. It costs one read for those who are connected.
func (c Connections) Load(ctx context.Context, owner string) (oauth.Connection, error) {
	raw, err := current(ctx, c.KV, connectionKey(owner), connectionName)
	if err != nil {
		return oauth.Connection{}, err
	}
	if raw == nil {
		earlier, err := c.forgetEarlier(ctx, owner)
		if err == nil {
			err = oauth.ErrNotConnected
		}
		if earlier {
			err = oauth.ErrReconnect
		}
		return oauth.Connection{}, err
	}
	return c.decode(owner, raw), nil
}

// Put implements oauth.Connections. The owner is listed first: a list may name too many, but not too few.
func (c Connections) Put(ctx context.Context, owner string, connection oauth.Connection) error {
	value, err := c.encode(owner, connection)
	if err != nil {
		return err
	}
	if err := c.list(ctx, connection.Identity.UserID, owner); err != nil {
		return err
	}
	before, err := c.Load(ctx, owner)
	if err != nil && !errors.Is(err, oauth.ErrNotConnected) && !errors.Is(err, oauth.ErrReconnect) {
		return err
	}
	if err := c.KV.Set(ctx, connectionKey(owner), value, 0); err != nil {
		return errors.Wrap(err, "write a connection")
	}
	if was := before.Identity.UserID; was != "" && was != connection.Identity.UserID {
		c.unlist(ctx, was, owner)
	}
	return nil
}

// Swap implements oauth.Connections.
func (c Connections) Swap(ctx context.Context, owner string, connection oauth.Connection) (oauth.Connection, bool, error) {
	value, err := c.encode(owner, connection)
	if err != nil {
		return oauth.Connection{}, false, err
	}
	done, err := c.KV.CompareAndSet(ctx, connectionKey(owner), []byte(connection.Revision), value, 0)
	connection.Revision = string(value)
	return connection, done, errors.Wrap(err, "write a connection")
}

// Remove implements oauth.Connections.
func (c Connections) Remove(ctx context.Context, owner string, connection oauth.Connection) (bool, error) {
	done, err := c.KV.CompareAndDelete(ctx, connectionKey(owner), []byte(connection.Revision))
	if err != nil || !done {
		return false, errors.Wrap(err, "remove a connection")
	}
	c.unlist(ctx, connection.Identity.UserID, owner)
	return true, nil
}

// encode writes a connection over the fields of its revision that this version does not know.
func (c Connections) encode(owner string, connection oauth.Connection) ([]byte, error) {
	var r connectionRecord
	if connection.Revision != "" {
		_ = json.Unmarshal([]byte(connection.Revision), &r) // What cannot be read has nothing to keep.
	}
	plain, err := json.Marshal(sealedToken{connection.Token.Access, connection.Token.Refresh, connection.Token.APIURL})
	if err != nil {
		return nil, errors.Wrap(err, "encode a token")
	}
	sealed, err := c.Key.seal(plain, "token", owner, connection.App)
	if err != nil {
		return nil, err
	}
	r.Fields = connectionFields{
		Version: max(r.Fields.Version, connectionVersion), App: connection.App,
		UserID: connection.Identity.UserID, Email: connection.Identity.Email, AccountID: connection.Identity.AccountID,
		Sealed: sealed, Replacement: connection.Replacement,
		ConnectedAt: toMillis(connection.ConnectedAt), RefreshedAt: toMillis(connection.RefreshedAt),
		ExpiresAt: toMillis(connection.Token.Expires), LeaseHolder: connection.Lease.Holder, LeaseUntil: toMillis(connection.Lease.Until),
	}
	value, err := json.Marshal(r)
	return value, errors.Wrap(err, "encode a connection")
}

// decode reads a record. One that makes no sense is a connection whose token cannot be opened, like one that was sealed with another key.
func (c Connections) decode(owner string, raw []byte) oauth.Connection {
	var r connectionRecord
	_ = json.Unmarshal(raw, &r)
	f := r.Fields
	connection := oauth.Connection{
		App: f.App, Identity: oauth.Identity{UserID: f.UserID, Email: f.Email, AccountID: f.AccountID},
		Token:       oauth.Token{Expires: fromMillis(f.ExpiresAt)},
		Replacement: f.Replacement, ConnectedAt: fromMillis(f.ConnectedAt), RefreshedAt: fromMillis(f.RefreshedAt),
		Lease: oauth.Lease{Holder: f.LeaseHolder, Until: fromMillis(f.LeaseUntil)}, Revision: string(raw),
	}
	var token sealedToken
	plain, err := c.Key.open(f.Sealed, "token", owner, f.App)
	if err == nil && json.Unmarshal(plain, &token) == nil {
		connection.Token.Access, connection.Token.Refresh, connection.Token.APIURL = token.Access, token.Refresh, token.APIURL
	}
	return connection
}
