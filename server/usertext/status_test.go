package usertext_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/assets"
	"mattermost-plugin-zoom/server/health"
	"mattermost-plugin-zoom/server/meeting"
	provider "mattermost-plugin-zoom/server/provider/zoom"
	"mattermost-plugin-zoom/server/usertext"
)

func TestEveryTroubleHasACauseAndAFix(t *testing.T) {
	seen := map[string]bool{}
	for _, trouble := range []health.Trouble{
		health.Trouble(meeting.RefusedNoSecret), health.Trouble(meeting.RefusedSecret), health.Trouble(meeting.RefusedForm),
		health.Trouble(meeting.RefusedNoToken), health.Trouble(meeting.RefusedSignature), health.Trouble(meeting.RefusedStale), health.Silent,
	} {
		warning := texts(t, assets.I18n).Warning("en", trouble)
		require.Contains(t, warning, "type `/zoom status`")
		require.False(t, seen[warning], trouble)
		seen[warning] = true
		for _, defect := range []string{"{", "<no value>", "trouble."} {
			require.NotContains(t, warning, defect)
		}
	}
}

func TestAWarningIsInTheReadersLanguage(t *testing.T) {
	english, err := assets.I18n.ReadFile("i18n/en.json")
	require.NoError(t, err)
	files := fstest.MapFS{
		"i18n/en.json": {Data: english},
		"i18n/de.json": {Data: []byte(`{"warning":"Achtung: {{.Reason}}","trouble.stale":"Die Uhr geht falsch."}`)},
	}
	require.Equal(t, "Achtung: Die Uhr geht falsch.", texts(t, files).Warning("de", health.Trouble(meeting.RefusedStale)))
}

func TestEveryModeHasItsText(t *testing.T) {
	for _, mode := range []provider.Mode{provider.ModeServerToServer, provider.ModeUserOAuth, provider.ModeAdminOAuth, provider.ModeAPIKey} {
		status := texts(t, assets.I18n).Status(usertext.Status{Setup: meeting.Setup{Mode: string(mode)}, Missing: meeting.ErrNoSignIn})
		require.NotContains(t, status, "mode.")
	}
}
