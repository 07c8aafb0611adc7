/** Build contexts in Git repositories, fetched with JGit: no program of the machine is run. */
package dev.kaniko.plugins.git;
