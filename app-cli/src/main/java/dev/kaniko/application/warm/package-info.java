/** The use case of the warmer: base images are kept before a build asks for them. */
package dev.kaniko.application.warm;
