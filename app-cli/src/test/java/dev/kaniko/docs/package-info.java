/** What the documents say, tried: their commands are run, their names looked up. */
package dev.kaniko.docs;
