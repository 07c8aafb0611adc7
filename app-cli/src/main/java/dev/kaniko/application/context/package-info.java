/** Finding the build's input: the context, its Dockerfile, its ignore file. */
package dev.kaniko.application.context;
