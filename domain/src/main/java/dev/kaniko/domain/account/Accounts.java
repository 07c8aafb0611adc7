package dev.kaniko.domain.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The users and groups of an image, from the text of its {@code /etc/passwd} and {@code
 * /etc/group}. Lines that are not well-formed are passed over, as the C library does.
 */
public final class Accounts {
  private final List<User> users;
  private final List<Group> groups;

  /**
   * @param passwd the file's text, empty when there is none; {@code group} likewise
   */
  public Accounts(String passwd, String group) {
    this.users = passwd.lines().flatMap(line -> User.parse(line).stream()).toList();
    this.groups = group.lines().flatMap(line -> Group.parse(line).stream()).toList();
  }

  /** A line of {@code /etc/passwd}. */
  record User(String name, long uid, long gid, String home) {
    static Optional<User> parse(String line) {
      String[] fields = line.split(":", -1);
      if (fields.length < 6 || fields[0].isEmpty()) {
        return Optional.empty();
      }
      Optional<Long> uid = NumericId.parse(fields[2]);
      Optional<Long> gid = NumericId.parse(fields[3]);
      return uid.isPresent() && gid.isPresent()
          ? Optional.of(new User(fields[0], uid.get(), gid.get(), fields[5]))
          : Optional.empty();
    }
  }

  /** A line of {@code /etc/group}. */
  record Group(String name, long gid, List<String> members) {
    static Optional<Group> parse(String line) {
      String[] fields = line.split(":", -1);
      if (fields.length < 3 || fields[0].isEmpty()) {
        return Optional.empty();
      }
      List<String> members = fields.length > 3 ? Arrays.asList(fields[3].split(",")) : List.of();
      return NumericId.parse(fields[2]).map(gid -> new Group(fields[0], gid, members));
    }
  }

  /** Who runs a command. */
  public record Identity(long uid, long gid, List<Long> groups, String home) {
    public Identity {
      groups = List.copyOf(groups);
    }
  }

  /** Who owns a file. */
  public record Owner(long uid, long gid) {
    public static final Owner ROOT = new Owner(0, 0);
  }

  /**
   * Who {@code USER spec} is, by the rules of runc: a number is a uid though a user might have that
   * name; the group defaults to the user's own, or 0 for a uid without a line in passwd; the
   * supplementary groups count only where no group is given.
   *
   * @param spec {@code user[:group]}; empty for root
   * @throws UnknownAccount when a name is not there, or a number is no id
   */
  public Identity identity(String spec) {
    if (spec.isEmpty()) {
      return new Identity(0, 0, List.of(), homeOf(0));
    }
    UserAndGroup names = UserAndGroup.split(spec);
    Optional<User> user = findUser(names.user());
    long uid = user.map(User::uid).orElseGet(() -> idOrFail("user", names.user()));
    String home = user.map(User::home).orElse("/");
    if (names.group().isPresent()) {
      return new Identity(uid, groupId(names.group().get()), List.of(), home);
    }
    long gid = user.map(User::gid).orElse(0L);
    List<Long> supplementary = new ArrayList<>();
    user.ifPresent(
        u ->
            groups.stream()
                .filter(g -> g.members().contains(u.name()))
                .forEach(g -> supplementary.add(g.gid())));
    return new Identity(uid, gid, supplementary, home);
  }

  /**
   * Who {@code --chown=spec} names: a user alone brings its own group, a uid alone a group of the
   * same number.
   *
   * @throws UnknownAccount when a name is not there, or a number is no id
   */
  public Owner owner(String spec) {
    UserAndGroup names = UserAndGroup.split(spec);
    if (names.user().isEmpty()) {
      return new Owner(0, names.group().map(this::groupId).orElse(0L));
    }
    Optional<Long> number = NumericId.parse(names.user());
    Optional<User> user = number.isPresent() ? Optional.empty() : findUser(names.user());
    long uid = number.or(() -> user.map(User::uid)).orElseGet(() -> idOrFail("user", names.user()));
    long gid = names.group().map(this::groupId).orElseGet(() -> user.map(User::gid).orElse(uid));
    return new Owner(uid, gid);
  }

  /** Who {@code --chown=spec} names, where that is the same in every image: numbers alone. */
  public static Optional<Owner> everywhere(String spec) {
    UserAndGroup names = UserAndGroup.split(spec);
    boolean isNumeric =
        (names.user().isEmpty() || NumericId.parse(names.user()).isPresent())
            && names.group().map(NumericId::parse).map(Optional::isPresent).orElse(true);
    return isNumeric ? Optional.of(new Accounts("", "").owner(spec)) : Optional.empty();
  }

  private Optional<User> findUser(String user) {
    Optional<Long> number = NumericId.parse(user);
    return users.stream()
        .filter(u -> number.isPresent() ? u.uid() == number.get() : u.name().equals(user))
        .findFirst();
  }

  private long groupId(String group) {
    Optional<Long> number = NumericId.parse(group);
    return number
        .or(() -> groups.stream().filter(g -> g.name().equals(group)).map(Group::gid).findFirst())
        .orElseGet(() -> idOrFail("group", group));
  }

  private String homeOf(long uid) {
    return users.stream().filter(u -> u.uid() == uid).map(User::home).findFirst().orElse("/");
  }

  private static long idOrFail(String kind, String name) {
    return NumericId.parse(name)
        .orElseThrow(
            () ->
                new UnknownAccount(
                    NumericId.looksNumeric(name)
                        ? "\"" + name + "\" is not a valid " + kind + " id: ids are 0 to 4294967294"
                        : "no "
                            + kind
                            + " \""
                            + name
                            + "\" in the image's /etc/"
                            + (kind.equals("user") ? "passwd" : "group")));
  }

  /** A user or group that the image does not know. */
  public static final class UnknownAccount extends RuntimeException {
    public UnknownAccount(String message) {
      super(message);
    }
  }

  private record UserAndGroup(String user, Optional<String> group) {
    static UserAndGroup split(String spec) {
      int colon = spec.indexOf(':');
      if (colon < 0) {
        return new UserAndGroup(spec, Optional.empty());
      }
      String group = spec.substring(colon + 1);
      return new UserAndGroup(
          spec.substring(0, colon), group.isEmpty() ? Optional.empty() : Optional.of(group));
    }
  }
}
