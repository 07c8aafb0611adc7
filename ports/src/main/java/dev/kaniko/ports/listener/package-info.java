/** What a person is told while a build runs. */
package dev.kaniko.ports.listener;
