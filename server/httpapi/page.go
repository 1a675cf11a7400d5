package httpapi

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"

	"github.com/pkg/errors"

	"mattermost-plugin-zoom/server/meeting"
	"mattermost-plugin-zoom/server/oauth"
	"mattermost-plugin-zoom/server/usertext"
)

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// closing closes a page on which nothing is left to do. Browsers let a page do so that a script or another page has opened.
const closing = "setTimeout(() => window.close(), 4000);"

// pagePolicy lets nothing run or load but what is in the page itself.
var pagePolicy = fmt.Sprintf("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-%s'; frame-ancestors 'none'; "+
	"base-uri 'none'; form-action 'none'", hash(closing))

func hash(script string) string {
	sum := sha256.Sum256([]byte(script))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// page shows somebody in a browser's tab how their sign-in went.
func (a *API) page(w http.ResponseWriter, r *http.Request, kind usertext.Page, shown usertext.PageData) {
	text := a.Texts.Page(a.reader(r, r.Header.Get(userHeader)).Locale, kind, shown)
	var body bytes.Buffer
	if err := pageTemplate.Execute(&body, struct {
		usertext.PageText
		Link    string
		Closing template.JS
	}{text, shown.Link, closingOf(kind)}); err != nil {
		a.fail(w, r, errors.Wrap(err, "render a page"))
		return
	}
	for name, value := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
		"Content-Security-Policy": pagePolicy,
	} {
		w.Header().Set(name, value)
	}
	w.WriteHeader(text.Status)
	_, _ = w.Write(body.Bytes()) // The reader has gone: nobody is left to tell.
}

func closingOf(kind usertext.Page) template.JS {
	if kind == usertext.PageConnected || kind == usertext.PageConnectedAndShared {
		return closing
	}
	return ""
}

// failedPage says what kept a sign-in from working, and what to do. Again is where to begin anew.
func (a *API) failedPage(w http.ResponseWriter, r *http.Request, err error, again string) {
	for _, known := range []struct {
		err  error
		page usertext.Page
	}{
		{meeting.ErrNoSignIn, usertext.PageNotNeeded}, {oauth.ErrBadState, usertext.PageBadState}, {oauth.ErrOtherUser, usertext.PageOtherUser}, {oauth.ErrNotAdmin, usertext.PageNotAdmin},
		{oauth.ErrDenied, usertext.PageDenied}, {oauth.ErrRefused, usertext.PageRefused},
	} {
		if errors.Is(err, known.err) {
			a.Log.Info("A sign-in to the meeting service was not completed", "user", r.Header.Get(userHeader), "cause", err)
			a.page(w, r, known.page, usertext.PageData{Link: where(known.page, again)})
			return
		}
	}
	a.page(w, r, usertext.PageFailed, usertext.PageData{Reason: a.failure(r, err).Message, Link: where(usertext.PageFailed, again)})
}

// where is the link of a page: that to begin anew, empty where that cannot help.
func where(page usertext.Page, again string) string {
	switch page {
	case usertext.PageBadState, usertext.PageDenied, usertext.PageRefused, usertext.PageFailed:
		return again
	default:
		return ""
	}
}
