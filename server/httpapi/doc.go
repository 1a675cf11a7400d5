// Package httpapi is the plugin's HTTP interface; router.go holds all routes. It decodes and authorises, calls the domain and renders
// its outcome. It decides nothing and knows no meeting service.
package httpapi
