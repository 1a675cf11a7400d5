package stack

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/pkg/errors"
)

// resources are the folders that a server looks for beside its own `bin`.
var resources = []string{"i18n", "fonts", "templates"}

// Dist returns a folder with the layout of an unpacked Mattermost release: a release itself, or one without `client`, whose server is built
// from its Go module. That takes minutes on first use; progress, if not nil, is told.
func Dist(ctx context.Context, version Version, progress io.Writer) (string, error) {
	if version.release != "" {
		return version.release, nil
	}
	repository, err := RepositoryRoot()
	if err != nil {
		return "", err
	}
	moduleDir := filepath.Join(repository, "build", "dev", version.folder)
	goSum, err := os.ReadFile(filepath.Join(moduleDir, "go.sum"))
	if err != nil {
		return "", errors.Wrapf(err, "reading what pins %s", version)
	}
	name := fmt.Sprintf("mattermost-%s-%s", version.Number, fingerprint(goSum, []byte(runtime.Version())))
	return cached(ctx, name, func(dir string) error {
		defer showProgress(progress, fmt.Sprintf("building %s from its Go module (3 minutes, once)", version))()
		return errors.Wrapf(buildDist(ctx, version, moduleDir, dir), "building %s", version)
	})
}

func buildDist(ctx context.Context, version Version, moduleDir, dir string) error {
	binary := filepath.Join(dir, "bin", "mattermost")
	if _, err := runGo(ctx, moduleDir, "build", "-o", binary, version.command); err != nil {
		return err
	}
	source, err := runGo(ctx, moduleDir, "list", "-m", "-f", "{{.Dir}}", version.module)
	if err != nil {
		return err
	}
	for _, name := range resources {
		// Unlike the files of the module cache, the copies are writable.
		if err = os.CopyFS(filepath.Join(dir, name), os.DirFS(filepath.Join(source, name))); err != nil {
			return errors.Wrapf(err, "copying %s", name)
		}
	}
	return nil
}

func runGo(ctx context.Context, dir string, arguments ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", arguments...)
	cmd.Dir = dir
	// Not a kill: go removes its temporary files and ends its compilers.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var complaints strings.Builder
	cmd.Stderr = &complaints
	output, err := cmd.Output()
	if err != nil {
		return "", errors.Wrapf(err, "go %s says:\n%s", arguments[0], complaints.String())
	}
	return strings.TrimSpace(string(output)), nil
}
