/** The flags of the executor, with the grammar that kaniko's users are used to. */
package dev.kaniko.cli.flags;
