package kvstore

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/json"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/oauth"
)

// sealVersion is the first byte of what is sealed.
const sealVersion = 1

// errSealed says that something cannot be opened: the key is another one, or the value was changed or is not where it was put.
var errSealed = errors.New("cannot be opened")

// Key returns the text that secrets are sealed with at present, the setting EncryptionKey; empty means that nothing can be sealed.
type Key func() string

// seal encrypts with AES-256-GCM. Only who names the same place can open it: its purpose, then what tells one of that purpose from
// another.
func (k Key) seal(plain []byte, place ...string) ([]byte, error) {
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	return aead.Seal([]byte{sealVersion}, nil, plain, unambiguous(place...)), nil
}

// open returns errSealed or oauth.ErrNoEncryptionKey.
func (k Key) open(sealed []byte, place ...string) ([]byte, error) {
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	if len(sealed) == 0 || sealed[0] != sealVersion {
		return nil, errSealed
	}
	plain, err := aead.Open(nil, nil, sealed[1:], unambiguous(place...))
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// aead makes a cipher that puts a random nonce before each text. Its key is derived with HKDF-SHA256: the setting is any text, though a
// generated one by Mattermost's own button.
func (k Key) aead() (cipher.AEAD, error) {
	secret := k()
	if secret == "" {
		return nil, oauth.ErrNoEncryptionKey
	}
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "mattermost-plugin-zoom sealed records 1", 32)
	if err != nil {
		return nil, errors.Wrap(err, "derive the encryption key")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, errors.Wrap(err, "make a cipher")
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return aead, errors.Wrap(err, "make a cipher")
}

// unambiguous joins parts so that no others give the same.
func unambiguous(parts ...string) []byte {
	joined, _ := json.Marshal(parts) // Strings can be encoded.
	return joined
}
