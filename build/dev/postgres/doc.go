// Package postgres holds the PostgreSQL of the development stack: npm's embedded-postgres, pinned by package-lock.json, and
// postgres.mjs, which runs it for as long as its standard input stays open. Package stack installs and starts it.
package postgres
