/** RUN: the command, what it is given for its time, and what of its changes counts. */
package dev.kaniko.application.run;
