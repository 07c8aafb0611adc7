/** Makes the adapters of the commands that build nothing. */
package dev.kaniko.wiring.commands;
