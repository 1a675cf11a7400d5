package stack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/pkg/errors"
)

const lockPollInterval = 200 * time.Millisecond

// CacheDir is where downloads, builds and the data of `make run` are kept: $ZOOM_DEV_CACHE, or a folder of this user.
func CacheDir() (string, error) {
	if dir := os.Getenv("ZOOM_DEV_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	if os.Geteuid() == 0 {
		// PostgreSQL refuses to run as root, and the user it runs as instead cannot enter root's home.
		return "/var/cache/mattermost-plugin-zoom", nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", errors.Wrap(err, "finding the cache folder (set ZOOM_DEV_CACHE)")
	}
	return filepath.Join(dir, "mattermost-plugin-zoom"), nil
}

// cached returns the folder of that name in the cache, filled by build if it is not there yet. Of several processes
// that want it at once one builds and the others wait. A build that fails or is killed leaves nothing behind that counts.
func cached(ctx context.Context, name string, build func(dir string) error) (string, error) {
	cache, err := CacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, name)
	if exists(dir) {
		return dir, nil
	}
	if err = os.MkdirAll(cache, 0o755); err != nil {
		return "", errors.Wrap(err, "creating the cache folder")
	}
	unlock, err := lock(ctx, dir+".lock")
	if err != nil {
		return "", err
	}
	defer unlock()
	if exists(dir) {
		return dir, nil
	}
	return dir, fill(dir, build)
}

func fill(dir string, build func(dir string) error) error {
	unfinished := dir + ".unfinished"
	if err := os.RemoveAll(unfinished); err != nil {
		return errors.Wrap(err, "removing an unfinished build")
	}
	if err := os.Mkdir(unfinished, 0o755); err != nil {
		return errors.Wrap(err, "creating the build folder")
	}
	if err := build(unfinished); err != nil {
		return err
	}
	return errors.Wrap(os.Rename(unfinished, dir), "finishing the build folder")
}

// Claim makes dir, with others allowed to pass, and keeps it for this process until release; a second process gets an error.
func Claim(dir string) (release func(), err error) {
	if err = os.MkdirAll(dir, 0o755); err != nil {
		return nil, errors.Wrap(err, "creating the data folder")
	}
	file, err := os.OpenFile(filepath.Join(dir, "in-use.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Wrap(err, "opening a lock file")
	}
	if err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, errors.Errorf("%s is in use by another run: stop that one, or set ZOOM_DEV_CACHE to another folder", dir)
	}
	return func() { _ = file.Close() }, nil
}

// lock waits for an exclusive lock that ends with this process at the latest.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, errors.Wrap(err, "opening a lock file")
	}
	err = poll(ctx, lockPollInterval, func() (bool, error) {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return false, nil
		}
		return true, errors.Wrapf(err, "locking %s", path)
	})
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return func() { _ = file.Close() }, nil
}

// poll asks until the answer is yes, an error comes up or ctx ends.
func poll(ctx context.Context, interval time.Duration, done func() (bool, error)) error {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// fingerprint names a cache entry after everything that goes into it.
func fingerprint(parts ...[]byte) string {
	hash := sha256.New()
	for _, part := range parts {
		sum := sha256.Sum256(part)
		hash.Write(sum[:])
	}
	return hex.EncodeToString(hash.Sum(nil))[:12]
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
