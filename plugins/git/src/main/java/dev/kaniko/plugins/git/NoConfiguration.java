package dev.kaniko.plugins.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * The machine's and the user's settings of Git have no say in a build, and nobody looks for them:
 * JGit would run the program {@code git} to find out where they are.
 */
final class NoConfiguration extends SystemReader.Delegate {
  NoConfiguration(SystemReader machine) {
    super(machine);
  }

  /** JGit would run the program that GIT_SSH names. */
  @Override
  public String getenv(String variable) {
    return variable.equals("GIT_SSH") ? null : super.getenv(variable);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new Empty(parent, fs);
  }

  @Override
  public StoredConfig getUserConfig() {
    return new Empty(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getSystemConfig() {
    return new Empty(null, FS.DETECTED);
  }

  @Override
  public StoredConfig getJGitConfig() {
    return new Empty(null, FS.DETECTED);
  }

  /** In no file. */
  private static final class Empty extends FileBasedConfig {
    private static final String MEASURED = "filesystem";
    private static final long MILLISECONDS = 10;

    Empty(Config parent, FS fs) {
      super(parent, null, fs);
    }

    /**
     * How exact the file system's times are. JGit would measure it, for seconds, with files that it
     * puts beside those that it checks out, and may leave there.
     */
    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long usual, TimeUnit wanted) {
      return section.equals(MEASURED)
          ? wanted.convert(MILLISECONDS, TimeUnit.MILLISECONDS)
          : super.getTimeUnit(section, subsection, name, usual, wanted);
    }

    @Override
    public void load() {}

    @Override
    public void save() {}

    @Override
    public boolean isOutdated() {
      return false;
    }
  }
}
