package dev.kaniko.ports.command;

import dev.kaniko.domain.filesystem.FilePath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A command to run in a root, with everything that it shall see and nothing else.
 *
 * @param arguments the program first; a program without a slash is looked up in the environment's
 *     PATH, inside the root
 * @param environment the whole of it
 * @param workingDirectory created by nobody: the command fails if it is missing
 * @param uid the user, 0 to 2^32-2; {@code gid} likewise
 * @param groups the supplementary groups, the whole list
 * @param network what of the network the command may use
 * @param mounts what is in the root for the command's time alone, in any order: a place further
 *     from the top covers what is above it
 */
public record Command(
    List<String> arguments,
    SequencedMap<String, String> environment,
    FilePath workingDirectory,
    long uid,
    long gid,
    List<Long> groups,
    Network network,
    List<CommandMount> mounts) {

  /** The values of RUN's {@code --network}. */
  public enum Network {
    /** The network of the machine or pod. */
    HOST,
    /** A loopback interface of its own and nothing else. */
    NONE
  }

  public Command {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("no program");
    }
    arguments = List.copyOf(arguments);
    environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
    groups = List.copyOf(groups);
    mounts = List.copyOf(mounts);
  }
}
