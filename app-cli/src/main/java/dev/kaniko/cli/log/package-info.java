/** Lines on standard error in the forms that kaniko's users parse. */
package dev.kaniko.cli.log;
