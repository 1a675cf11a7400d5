package stack

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/pkg/errors"
)

const modulePath = "mattermost-plugin-zoom"

// RepositoryRoot is the folder of this repository's go.mod, searched from the working directory upwards.
func RepositoryRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", errors.Wrap(err, "finding the repository")
	}
	return repositoryAbove(dir)
}

func repositoryAbove(start string) (string, error) {
	for dir := start; ; dir = filepath.Dir(dir) {
		// The nested modules of the servers have longer names.
		if goMod, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil && declares(goMod, modulePath) {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.Errorf("no go.mod of module %s in %s or above", modulePath, start)
		}
	}
}

func declares(goMod []byte, module string) bool {
	for line := range bytes.Lines(goMod) {
		if string(bytes.TrimSpace(line)) == "module "+module {
			return true
		}
	}
	return false
}
