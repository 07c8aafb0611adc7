package dev.kaniko.plugins.azure;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One of Azure's clouds, which share no accounts. The names of a registry or of a storage account
 * say which it belongs to, so that nobody has to.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure">
 *     the names of each</a>
 */
enum AzureCloud {
  PUBLIC(
      "https://login.microsoftonline.com/",
      "https://management.azure.com/",
      "azurecr.io",
      "blob.core.windows.net"),
  CHINA(
      "https://login.chinacloudapi.cn/",
      "https://management.chinacloudapi.cn/",
      "azurecr.cn",
      "blob.core.chinacloudapi.cn"),
  GOVERNMENT(
      "https://login.microsoftonline.us/",
      "https://management.usgovcloudapi.net/",
      "azurecr.us",
      "blob.core.usgovcloudapi.net");

  /** What registries and storage accounts may be called: one label. */
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,62}");

  private final String authority;
  private final String management;
  private final String registries;
  private final String blobs;

  AzureCloud(String authority, String management, String registries, String blobs) {
    this.authority = authority;
    this.management = management;
    this.registries = registries;
    this.blobs = blobs;
  }

  /** The cloud of a registry's host, in lower case; empty for hosts that only look like one. */
  static Optional<AzureCloud> ofRegistry(String host) {
    return Arrays.stream(values()).filter(it -> isBelow(host, it.registries)).findFirst();
  }

  /** The cloud of a storage account's host, in lower case; empty as above. */
  static Optional<AzureCloud> ofBlobs(String host) {
    return Arrays.stream(values()).filter(it -> isBelow(host, it.blobs)).findFirst();
  }

  private static boolean isBelow(String host, String domain) {
    return host.endsWith("." + domain)
        && LABEL.matcher(host.substring(0, host.length() - domain.length() - 1)).matches();
  }

  /** Where accounts of this cloud get their tokens. */
  String authority() {
    return authority;
  }

  /** What a token has to be for, in order to be exchanged by a registry. */
  String management() {
    return management;
  }
}
