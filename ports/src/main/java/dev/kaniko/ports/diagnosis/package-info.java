/** Finding out what a machine or a pod allows, without building anything. */
package dev.kaniko.ports.diagnosis;
