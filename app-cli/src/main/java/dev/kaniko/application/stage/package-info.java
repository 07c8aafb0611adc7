/** Building a stage: its instructions executed one after another, its layers made beside that. */
package dev.kaniko.application.stage;
