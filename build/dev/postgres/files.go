package postgres

import "embed"

// Files are what a folder needs before `npm ci` can run in it.
//
//go:embed package.json package-lock.json postgres.mjs
var Files embed.FS
