/** JSON from outside: bounded, strict where it is known, kept where it is not. */
package dev.kaniko.adapters.registry.json;
