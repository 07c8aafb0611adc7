/**
 * Looking ahead: whether every command of a build can be run where not every command can, found out
 * before anything is built.
 */
package dev.kaniko.application.rehearsal;
