/** Files over HTTP, for ADD. */
package dev.kaniko.adapters.context.http;
