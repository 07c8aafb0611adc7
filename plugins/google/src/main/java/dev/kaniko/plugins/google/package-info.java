/** Build contexts in Google Cloud Storage, and credentials for Google's registries. */
package dev.kaniko.plugins.google;
