package command

import (
	"github.com/mattermost/mattermost-server/v6/model"

	"mattermost-plugin-zoom/server/usertext"
)

// Options, right after the subcommand.
const (
	optionPersonal = "--personal"
	optionForce    = "--force"
)

// Definition returns what Mattermost registers and completes, in the language of locale.
func Definition(texts *usertext.Texts, locale string) *model.Command {
	say := func(text usertext.CommandText) string { return texts.Command(locale, text) }
	root := model.NewAutocompleteData(Trigger, "[command]", say(usertext.Description))

	start := model.NewAutocompleteData("start", say(usertext.StartHint), say(usertext.StartDescription))
	start.AddStaticListArgument("", false, []model.AutocompleteListItem{
		{Item: optionPersonal, HelpText: say(usertext.PersonalHelp)},
		{Item: optionForce, HelpText: say(usertext.ForceHelp)},
	})
	start.AddTextArgument(say(usertext.TopicHelp), say(usertext.StartHint), "")
	root.AddCommand(start)

	share := model.NewAutocompleteData("share", say(usertext.ShareHint), say(usertext.ShareDescription))
	// Nothing comes after the option, so it stands in the hint: what follows a list is offered after each of its items.
	share.AddTextArgument(say(usertext.ShareDescription), say(usertext.ShareHint), "")
	root.AddCommand(share)
	root.AddCommand(model.NewAutocompleteData("connect", "", say(usertext.ConnectDescription)))
	root.AddCommand(model.NewAutocompleteData("disconnect", "", say(usertext.DisconnectDescription)))
	root.AddCommand(model.NewAutocompleteData("status", "", say(usertext.StatusDescription)))
	root.AddCommand(model.NewAutocompleteData("help", "", say(usertext.HelpDescription)))
	return &model.Command{
		Trigger:          Trigger,
		AutoComplete:     true,
		AutoCompleteDesc: say(usertext.Description),
		AutoCompleteHint: "[command]",
		AutocompleteData: root,
	}
}
