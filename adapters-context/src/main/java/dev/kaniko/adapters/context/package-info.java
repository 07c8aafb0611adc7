/** Build contexts from this machine: directories and tar files. */
package dev.kaniko.adapters.context;
