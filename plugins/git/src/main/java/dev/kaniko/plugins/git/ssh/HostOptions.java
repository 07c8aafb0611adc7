package dev.kaniko.plugins.git.ssh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.SshConfigStore.HostConfig;

/** What {@code .ssh/config} says of a host, and before it what GIT_SSH_COMMAND says of all. */
final class HostOptions implements HostConfig {
  private final Map<String, List<String>> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private HostOptions(SshCommand command, HostConfig file) {
    file.getOptions().forEach((key, value) -> options.put(key, List.of(value)));
    options.putAll(file.getMultiValuedOptions());
    options.putAll(command.options());
  }

  /**
   * @param file null when there is none
   */
  static SshConfigStore store(SshCommand command, SshConfigStore file) {
    return new SshConfigStore() {
      @Override
      public HostConfig lookup(String host, int port, String user) {
        return new HostOptions(
            command, file == null ? EMPTY_CONFIG : file.lookup(host, port, user));
      }

      @Override
      public HostConfig lookupDefault(String host, int port, String user) {
        return new HostOptions(
            command, file == null ? EMPTY_CONFIG : file.lookupDefault(host, port, user));
      }
    };
  }

  @Override
  public String getValue(String key) {
    List<String> values = getValues(key);
    return values.isEmpty() ? null : values.getFirst();
  }

  @Override
  public List<String> getValues(String key) {
    return new ArrayList<>(options.getOrDefault(key, List.of()));
  }

  @Override
  public Map<String, String> getOptions() {
    Map<String, String> single = new HashMap<>();
    options.forEach((key, values) -> single.put(key, values.getFirst()));
    return single;
  }

  @Override
  public Map<String, List<String>> getMultiValuedOptions() {
    return new HashMap<>(options);
  }
}
