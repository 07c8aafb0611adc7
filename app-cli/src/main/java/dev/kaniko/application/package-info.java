/**
 * The use cases: what the executor does, told in terms of the domain and the ports alone. Here is
 * what a build is given.
 */
package dev.kaniko.application;
