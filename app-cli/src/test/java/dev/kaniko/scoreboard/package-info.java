/** What the tests show, beside what other builders do. */
package dev.kaniko.scoreboard;
