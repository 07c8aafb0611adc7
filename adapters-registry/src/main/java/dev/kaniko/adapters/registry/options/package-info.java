/** What the user may set about registries, each as narrowly as it was set. */
package dev.kaniko.adapters.registry.options;
