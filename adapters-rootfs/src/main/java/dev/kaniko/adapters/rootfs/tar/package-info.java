/** What a tar holds, however it is read; names and attributes of any bytes survive. */
package dev.kaniko.adapters.rootfs.tar;
