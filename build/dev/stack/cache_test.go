package stack

import (
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pkg/errors"
	"github.com/stretchr/testify/require"
)

func TestCachedBuildsOnce(t *testing.T) {
	t.Setenv("ZOOM_DEV_CACHE", t.TempDir())
	var builds atomic.Int32
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			dir, err := cached(t.Context(), "thing", func(dir string) error {
				builds.Add(1)
				return os.WriteFile(filepath.Join(dir, "file"), nil, 0o600)
			})
			require.NoError(t, err)
			require.FileExists(t, filepath.Join(dir, "file"))
		})
	}
	wait.Wait()
	require.EqualValues(t, 1, builds.Load())
}

func TestCachedForgetsAFailedBuild(t *testing.T) {
	t.Setenv("ZOOM_DEV_CACHE", t.TempDir())
	failed := errors.New("failed")
	_, err := cached(t.Context(), "thing", func(dir string) error {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "half"), nil, 0o600))
		return failed
	})
	require.ErrorIs(t, err, failed)

	dir, err := cached(t.Context(), "thing", func(string) error { return nil })
	require.NoError(t, err)
	require.NoFileExists(t, filepath.Join(dir, "half"))
}

func TestFingerprint(t *testing.T) {
	for name, test := range map[string]struct {
		one, other [][]byte
		same       bool
	}{
		"same parts":       {one: [][]byte{[]byte("a"), []byte("b")}, other: [][]byte{[]byte("a"), []byte("b")}, same: true},
		"another part":     {one: [][]byte{[]byte("a")}, other: [][]byte{[]byte("b")}},
		"other boundaries": {one: [][]byte{[]byte("ab"), []byte("c")}, other: [][]byte{[]byte("a"), []byte("bc")}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, test.same, fingerprint(test.one...) == fingerprint(test.other...))
		})
	}
}

func TestAFolderIsClaimedOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	release, err := Claim(dir)
	require.NoError(t, err)
	_, err = Claim(dir)
	require.ErrorContains(t, err, "in use by another run")
	release()
	release, err = Claim(dir)
	require.NoError(t, err)
	release()
}
