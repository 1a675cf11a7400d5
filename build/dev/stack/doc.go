// Package stack runs real servers for development and for the integration tests: PostgreSQL (StartPostgres), Mattermost
// (Dist, StartMattermost) and the REST calls that make a fresh server useful (NewAdmin).
//
// What is downloaded or built is kept in CacheDir and shared by all programs of this machine. What is started dies with
// its caller: nothing survives a killed test run on Linux. It runs on Linux and macOS.
//
// It knows nothing of this plugin's code, so that both sides of a test stay apart.
package stack
