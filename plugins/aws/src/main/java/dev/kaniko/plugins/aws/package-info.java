/** Build contexts in S3, and credentials for Amazon's registries. */
package dev.kaniko.plugins.aws;
