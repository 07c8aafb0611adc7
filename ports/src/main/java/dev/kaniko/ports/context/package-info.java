/** Where the files to build from come from. */
package dev.kaniko.ports.context;
