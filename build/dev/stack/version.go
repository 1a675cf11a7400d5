package stack

// Version is a Mattermost server that Dist can build.
type Version struct {
	// Number is what the server calls itself.
	Number string

	folder  string // of its go.mod, in build/dev
	module  string
	command string
}

// The oldest server the plugin runs on, and the newest it is tested on.
var (
	Mattermost6 = Version{
		Number:  "6.7.2",
		folder:  "mattermost6",
		module:  "github.com/mattermost/mattermost-server/v6",
		command: "github.com/mattermost/mattermost-server/v6/cmd/mattermost",
	}
	Mattermost11 = Version{
		Number:  "11.1.0",
		folder:  "mattermost11",
		module:  "github.com/mattermost/mattermost/server/v8",
		command: "github.com/mattermost/mattermost/server/v8/cmd/mattermost",
	}
)

func (v Version) String() string {
	return "Mattermost " + v.Number
}
