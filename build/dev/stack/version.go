package stack

// Version is a Mattermost server that Dist can build.
type Version struct {
	// Number is what the server calls itself.
	Number string

	folder  string // of its go.mod, in build/dev
	module  string
	command string
	react   string // the generation that its web client has, as a mode of the workbench's build
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

func (v Version) String() string {
	return "Mattermost " + v.Number
}
