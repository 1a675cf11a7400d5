package stack

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// quiet settings keep a server of a test or a demo fast, private and free of things that get in the way.
var quiet = map[string]string{
	"MM_ANNOUNCEMENTSETTINGS_ADMINNOTICESENABLED": "false",
	"MM_ANNOUNCEMENTSETTINGS_USERNOTICESENABLED":  "false",
	"MM_EMAILSETTINGS_ENABLEPREVIEWMODEBANNER":    "false",
	"MM_EMAILSETTINGS_SENDEMAILNOTIFICATIONS":     "false",
	"MM_EMAILSETTINGS_SENDPUSHNOTIFICATIONS":      "false",
	// A server whose jobs run needs up to 15 s to stop when it has only just started.
	"MM_JOBSETTINGS_RUNJOBS":                        "false",
	"MM_JOBSETTINGS_RUNSCHEDULER":                   "false",
	"MM_LOGSETTINGS_CONSOLEJSON":                    "false",
	"MM_LOGSETTINGS_CONSOLELEVEL":                   "ERROR",
	"MM_LOGSETTINGS_ENABLECONSOLE":                  "true",
	"MM_LOGSETTINGS_ENABLEDIAGNOSTICS":              "false",
	"MM_LOGSETTINGS_ENABLEFILE":                     "true",
	"MM_LOGSETTINGS_ENABLESENTRY":                   "false",
	"MM_LOGSETTINGS_FILEJSON":                       "true",
	"MM_LOGSETTINGS_FILELEVEL":                      "DEBUG",
	"MM_PASSWORDSETTINGS_MINIMUMLENGTH":             "8",
	"MM_PLUGINSETTINGS_AUTOMATICPREPACKAGEDPLUGINS": "false",
	"MM_PLUGINSETTINGS_ENABLE":                      "true",
	"MM_PLUGINSETTINGS_ENABLEMARKETPLACE":           "false",
	"MM_PLUGINSETTINGS_ENABLEREMOTEMARKETPLACE":     "false",
	"MM_PLUGINSETTINGS_ENABLEUPLOADS":               "true",
	"MM_RATELIMITSETTINGS_ENABLE":                   "false",
	"MM_SERVICESETTINGS_ENABLEDEVELOPER":            "false",
	"MM_SERVICESETTINGS_ENABLELINKPREVIEWS":         "false",
	"MM_SERVICESETTINGS_ENABLELOCALMODE":            "false",
	"MM_SERVICESETTINGS_ENABLEONBOARDINGFLOW":       "false",
	"MM_SERVICESETTINGS_ENABLESECURITYFIXALERT":     "false",
	"MM_SERVICESETTINGS_ENABLETUTORIAL":             "false",
	"MM_SQLSETTINGS_DRIVERNAME":                     "postgres",
	"MM_TEAMSETTINGS_ENABLEOPENSERVER":              "true",
}

// environment is ours without the settings of another Mattermost, plus those of this one.
func environment(config MattermostConfig, dataDir string, port int) []string {
	settings := maps.Clone(quiet)
	maps.Copy(settings, map[string]string{
		"MM_CONFIG":                         filepath.Join(dataDir, "config", "config.json"),
		"MM_FILESETTINGS_DIRECTORY":         filepath.Join(dataDir, "data") + "/",
		"MM_LOGSETTINGS_FILELOCATION":       filepath.Join(dataDir, "logs"),
		"MM_PLUGINSETTINGS_CLIENTDIRECTORY": filepath.Join(dataDir, "client", "plugins"),
		"MM_PLUGINSETTINGS_DIRECTORY":       filepath.Join(dataDir, "plugins"),
		"MM_SERVICESETTINGS_LISTENADDRESS":  address(port),
		"MM_SERVICESETTINGS_SITEURL":        fmt.Sprintf("http://localhost:%d", port),
		"MM_SQLSETTINGS_DATASOURCE":         config.DSN,
	})
	if config.SiteURL != "" {
		settings["MM_SERVICESETTINGS_SITEURL"] = config.SiteURL
	}
	maps.Copy(settings, config.Env)

	variables := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "MM_")
	})
	for name, value := range settings {
		variables = append(variables, name+"="+value)
	}
	return variables
}
