/**
 * The instructions of a Dockerfile, typed. They are split by their effect: those that change only
 * the image's config are applied by the domain; the few that change files need executors.
 */
package dev.kaniko.domain.dockerfile.instruction;
