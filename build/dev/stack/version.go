package stack

import (
	"context"
	"os/exec"
	"path/filepath"
	"regexp"

	"github.com/pkg/errors"
)

// Version is a Mattermost server that Dist can build, or that comes as a release.
type Version struct {
	// Number is what the server calls itself.
	Number string

	folder  string // of its go.mod, in build/dev
	module  string
	command string
	react   string // the generation that its web client has, as a mode of the workbench's build

	release string // the folder of a release, which needs no building
}

// The oldest server the plugin runs on, and the newest it is tested on.
var (
	Mattermost6 = Version{
		Number:  "6.7.2",
		folder:  "mattermost6",
		module:  "github.com/mattermost/mattermost-server/v6",
		command: "github.com/mattermost/mattermost-server/v6/cmd/mattermost",
		react:   "react16",
	}
	Mattermost11 = Version{
		Number:  "11.1.0",
		folder:  "mattermost11",
		module:  "github.com/mattermost/mattermost/server/v8",
		command: "github.com/mattermost/mattermost/server/v8/cmd/mattermost",
		react:   "react18",
	}
)

// Release is the unpacked official release in this folder, with the version that its server tells.
func Release(ctx context.Context, dir string) (Version, error) {
	release, err := filepath.Abs(dir)
	if err != nil {
		return Version{}, errors.Wrap(err, "finding the release of Mattermost")
	}
	output, err := exec.CommandContext(ctx, filepath.Join(release, "bin", "mattermost"), "version").Output()
	if err != nil {
		return Version{}, errors.Wrapf(err, "%s is not an unpacked Mattermost release", dir)
	}
	number := versionLine.FindSubmatch(output)
	if number == nil {
		return Version{}, errors.Errorf("the server in %s does not report its version", dir)
	}
	return Version{Number: string(number[1]), release: release}, nil
}

// versionLine is what the server says of itself, among other things.
var versionLine = regexp.MustCompile(`(?m)^Version: (\S+)`)

func (v Version) String() string {
	return "Mattermost " + v.Number
}
