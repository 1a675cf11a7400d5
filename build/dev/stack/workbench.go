package stack

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/workbench"
)

// Workbench returns a web client for a server of this version, in a folder with the layout of an official release's `client`. It is on the
// React that plugins meet there. Building it for all versions takes a minute on first use; progress, if not nil, is told. A release needs
// none and gets none.
func Workbench(ctx context.Context, version Version, progress io.Writer) (string, error) {
	if version.release != "" {
		return "", nil
	}
	packages, err := filesHash(workbench.Packages)
	if err != nil {
		return "", err
	}
	source, err := filesHash(workbench.Source)
	if err != nil {
		return "", err
	}
	modules, err := cached(ctx, "workbench-packages-"+packages, func(dir string) error {
		defer showProgress(progress, "installing the workbench's packages from npm (once)")()
		if err := os.CopyFS(dir, workbench.Packages); err != nil {
			return errors.Wrap(err, "copying the list of packages")
		}
		return npmCI(ctx, dir)
	})
	if err != nil {
		return "", err
	}
	dir, err := cached(ctx, "workbench-"+fingerprint([]byte(packages), []byte(source)), func(dir string) error {
		defer showProgress(progress, "building the workbench (once)")()
		return buildWorkbench(ctx, dir, modules)
	})
	return filepath.Join(dir, "dist", version.react), err
}

func buildWorkbench(ctx context.Context, dir, modules string) error {
	if err := os.CopyFS(dir, workbench.Source); err != nil {
		return errors.Wrap(err, "copying the source of the workbench")
	}
	if err := os.Symlink(filepath.Join(modules, "node_modules"), filepath.Join(dir, "node_modules")); err != nil {
		return errors.Wrap(err, "linking the packages")
	}
	return npm(ctx, dir, "run", "build")
}

// filesHash names embedded files by their paths and contents.
func filesHash(files fs.FS) (string, error) {
	var parts [][]byte
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		parts = append(parts, []byte(path), content)
		return err
	})
	return fingerprint(parts...), errors.Wrap(err, "reading embedded files")
}
