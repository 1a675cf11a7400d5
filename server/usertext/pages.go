package usertext

import (
	"net/http"

	"golang.org/x/text/language"
)

// Page is what a page of a sign-in tells.
type Page string

// The pages, by the ids of their texts: page.<id>.title and page.<id>.text, and page.<id>.link for what a link is called.
const (
	PageNoSession          Page = "no_session"
	PageNotNeeded          Page = "not_needed"
	PageBadState           Page = "bad_state"
	PageOtherUser          Page = "other_user"
	PageNotAdmin           Page = "not_admin"
	PageDenied             Page = "denied"
	PageRefused            Page = "refused"
	PageFailed             Page = "failed"
	PageConnected          Page = "connected"
	PageConnectedAndShared Page = "connected_shared"
	PageConnectedAndRecent Page = "connected_recent"
	PageConnectedButFailed Page = "connected_failed"
)

// pageStatus is the HTTP status of each page that is not 200.
var pageStatus = map[Page]int{
	PageNoSession: http.StatusUnauthorized, PageBadState: http.StatusBadRequest, PageOtherUser: http.StatusForbidden,
	PageNotAdmin: http.StatusForbidden, PageRefused: http.StatusBadGateway, PageFailed: http.StatusBadGateway,
}

// PageData is what the texts of a page may name.
type PageData struct {
	// Email is whom somebody is connected as.
	Email string
	// Reason is why what they wanted failed, as Failure has it.
	Reason string
	// Link is where the page leads to; empty for nowhere.
	Link string
}

// PageText is a page in words.
type PageText struct {
	Title, Text, LinkText string
	// Language is that of the words, as HTML names it.
	Language string
	Status   int
}

// Page returns the words of a page.
func (t *Texts) Page(locale string, page Page, shown PageData) PageText {
	values := data{"Email": shown.Email, "Reason": code(shown.Reason)}
	text := PageText{Status: http.StatusOK, Language: language.English.String()}
	if status, ok := pageStatus[page]; ok {
		text.Status = status
	}
	id := "page." + string(page)
	text.Title, text.Text = t.say(locale, id+".title", values), t.say(locale, id+".text", values)
	if shown.Link != "" {
		text.LinkText = t.say(locale, id+".link", values)
	}
	return text
}
