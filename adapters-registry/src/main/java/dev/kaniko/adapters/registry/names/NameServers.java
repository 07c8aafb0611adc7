package dev.kaniko.adapters.registry.names;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Asks the name servers, which are expected to follow aliases and delegations themselves. */
final class NameServers {
  private final ResolvConf settings;
  private final LookupSession session;

  NameServers(ResolvConf settings, int port) {
    this.settings = settings;
    Duration timeout = Duration.ofSeconds(Math.max(1, settings.seconds()));
    List<Resolver> servers = new ArrayList<>();
    for (InetAddress server : settings.servers()) {
      SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(server, port));
      resolver.setTimeout(timeout);
      servers.add(resolver);
    }
    ExtendedResolver all = new ExtendedResolver(servers);
    int attempts = Math.max(1, settings.attempts());
    all.setRetries(attempts);
    all.setTimeout(timeout.multipliedBy((long) attempts * servers.size()));
    this.session = LookupSession.builder().resolver(all).build();
  }

  /**
   * The addresses of a host, IPv4 first.
   *
   * @throws UnknownHostException when it has none, or no server knows
   */
  List<InetAddress> addresses(String host, boolean ipv4, boolean ipv6) throws UnknownHostException {
    Optional<Throwable> failure = Optional.empty();
    for (String candidate : settings.candidates(host)) {
      Name name = name(candidate, host);
      List<Question> questions = new ArrayList<>();
      if (ipv4) {
        questions.add(ask(name, Type.A));
      }
      if (ipv6) {
        questions.add(ask(name, Type.AAAA));
      }
      List<InetAddress> addresses =
          questions.stream().flatMap(question -> question.answer().stream()).toList();
      if (!addresses.isEmpty()) {
        return addresses;
      }
      failure = failure.or(() -> questions.stream().flatMap(Question::failed).findFirst());
      if (failure.filter(IOException.class::isInstance).isPresent()) {
        break;
      }
    }
    throw unknown(host, failure);
  }

  /**
   * @throws UnknownHostException when no server knows a name
   */
  String name(InetAddress address) throws UnknownHostException {
    CompletionStage<List<Record>> asked =
        session
            .lookupAsync(ReverseMap.fromAddress(address), Type.PTR)
            .thenApply(result -> result.getRecords());
    try {
      for (Record found : asked.toCompletableFuture().join()) {
        if (found instanceof PTRRecord pointer) {
          return pointer.getTarget().toString(true);
        }
      }
      throw unknown(address.getHostAddress(), Optional.empty());
    } catch (CompletionException e) {
      throw unknown(address.getHostAddress(), Optional.of(e.getCause()));
    }
  }

  private static UnknownHostException unknown(String host, Optional<Throwable> cause) {
    UnknownHostException unknown =
        new UnknownHostException(
            host + cause.map(e -> ": " + e.getMessage()).orElse(": Name or service not known"));
    cause.ifPresent(unknown::initCause);
    return unknown;
  }

  private static Name name(String candidate, String host) throws UnknownHostException {
    try {
      return Name.fromString(candidate, Name.root);
    } catch (TextParseException e) {
      throw unknown(host, Optional.of(e));
    }
  }

  private Question ask(Name name, int type) {
    return new Question(
        session.lookupAsync(name, type).thenApply(result -> addresses(result.getRecords())));
  }

  private static List<InetAddress> addresses(List<Record> records) {
    List<InetAddress> addresses = new ArrayList<>();
    for (Record found : records) {
      if (found instanceof ARecord four) {
        addresses.add(four.getAddress());
      } else if (found instanceof AAAARecord six && !(six.getAddress() instanceof Inet4Address)) {
        addresses.add(six.getAddress());
      }
    }
    return addresses;
  }

  /** A question that was asked, and waits for its answer. */
  private record Question(CompletionStage<List<InetAddress>> asked) {

    List<InetAddress> answer() {
      return asked.exceptionally(_ -> List.of()).toCompletableFuture().join();
    }

    /** Why there is no answer, unless the answer is that there is nothing of that name. */
    Stream<Throwable> failed() {
      return asked
          .handle((_, failure) -> Optional.ofNullable(failure).map(Question::cause))
          .toCompletableFuture()
          .join()
          .filter(e -> !(e instanceof NoSuchDomainException || e instanceof NoSuchRRSetException))
          .stream();
    }

    /** dnsjava wraps what went wrong on the way to the server. */
    private static Throwable cause(Throwable failure) {
      Throwable cause = failure;
      while (cause.getCause() != null
          && (cause instanceof CompletionException
              || cause.getClass() == LookupFailedException.class)) {
        cause = cause.getCause();
      }
      return cause;
    }
  }
}
