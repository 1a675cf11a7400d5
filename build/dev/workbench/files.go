package workbench

import "embed"

// Packages are what a folder needs before `npm ci` can run in it.
//
//go:embed .npmrc package.json package-lock.json
var Packages embed.FS

// Source is what a folder needs besides the packages to build the workbench in it.
//
//go:embed package.json root.html src tsconfig.json vite.config.ts
var Source embed.FS
