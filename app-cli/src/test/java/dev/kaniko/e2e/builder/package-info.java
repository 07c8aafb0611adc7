/** The builders that can be compared, behind one interface. */
package dev.kaniko.e2e.builder;
