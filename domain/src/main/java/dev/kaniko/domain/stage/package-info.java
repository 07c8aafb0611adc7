/**
 * What the instructions of a stage do to its image: the variables in scope, the config, the
 * history, worded as BuildKit words it.
 */
package dev.kaniko.domain.stage;
