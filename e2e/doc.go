// Package e2e plays the plugin from outside, with real parts only: both Mattermost servers on their own PostgreSQL, the real bundle
// installed through their REST API, and the Zoom simulator. Run it with `make integration`.
package e2e
