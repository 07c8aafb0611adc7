/** What tests of registries need: real registries, hostile ones, images to move about. */
package dev.kaniko.adapters.registry.testkit;
