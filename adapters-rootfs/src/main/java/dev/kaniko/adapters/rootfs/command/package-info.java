/**
 * Runs the commands of a Dockerfile through the native program kaniko-run, which gives each its own
 * root, namespaces, user and capabilities, as far as the machine allows.
 */
package dev.kaniko.adapters.rootfs.command;
