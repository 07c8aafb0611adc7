/** Build contexts in Azure's blob storage, and credentials for its registries. */
package dev.kaniko.plugins.azure;
