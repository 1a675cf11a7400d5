// Package assets holds what the server part says in words: i18n/<language>.json, message id -> text. English is complete; a file for
// another language may leave messages out.
package assets

import "embed"

// I18n has the folder i18n.
//
//go:embed i18n/*.json
var I18n embed.FS
