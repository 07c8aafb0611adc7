/** The use case: from a request to an image in its outputs. */
package dev.kaniko.application.build;
