/** Users and groups as an image's own files name them. */
package dev.kaniko.domain.account;
