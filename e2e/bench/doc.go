// Command bench measures the plugin on a real Mattermost 11.1 against yardsticks on the same server in the same run: a bare post and a bare
// edit through REST, and the routes of a plugin that does nothing. `make bench` runs it; it prints a table and writes dist/bench.json.
//
// What is compared is played in turns, so that a machine that gets slower slows both, and the median of the rounds counts. What it does is
// the same each time; how fast depends on the machine, whose load it tells.
// PARTS="click ends" plays some parts only: enable, click, foreign, ends, growth, sizes.
package main
