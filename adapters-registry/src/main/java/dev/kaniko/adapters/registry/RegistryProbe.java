package dev.kaniko.adapters.registry;

import dev.kaniko.adapters.registry.http.HttpAnswer;
import dev.kaniko.adapters.registry.http.HttpCall;
import dev.kaniko.adapters.registry.http.HttpTransport;
import dev.kaniko.adapters.registry.http.Patience;
import dev.kaniko.adapters.registry.http.Purpose;
import dev.kaniko.adapters.registry.http.RegistryFailures;
import dev.kaniko.adapters.registry.network.Hosts;
import dev.kaniko.adapters.registry.network.Schemes;
import dev.kaniko.adapters.registry.options.Access;
import dev.kaniko.adapters.registry.options.RegistryOptions;
import dev.kaniko.ports.diagnosis.Finding;
import dev.kaniko.ports.diagnosis.Probe;
import dev.kaniko.ports.failure.RegistryFailure;
import dev.kaniko.ports.registry.ImageOutput;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a registry answers, and whether it would take a push. */
public final class RegistryProbe implements Probe {
  private final String registry;
  private final RegistryOptions options;
  private final Optional<ImageOutput> destination;

  /**
   * @param registry host and port
   * @param destination in it, to be asked whether it can be pushed to
   */
  public RegistryProbe(
      String registry, RegistryOptions options, Optional<ImageOutput> destination) {
    this.registry = registry;
    this.options = options;
    this.destination = destination;
  }

  @Override
  public String subject() {
    return "registry";
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Finding reached = reach();
    findings.add(reached);
    if (!reached.mark().equals(Finding.Mark.NO)) {
      destination.ifPresent(output -> findings.add(push(output)));
    }
    return findings;
  }

  private Finding reach() {
    Access access = destination.isPresent() ? Access.PUSH : Access.PULL;
    Finding last = Finding.no(registry + " cannot be reached");
    try (HttpTransport transport = new HttpTransport(options, Patience.USUAL)) {
      for (String scheme : new Schemes(options).of(registry, access)) {
        URI uri = URI.create(scheme + "://" + Hosts.ofRegistry(registry)).resolve("/v2/");
        try (HttpAnswer answer = transport.probe(new HttpCall("GET", uri, access))) {
          return finding(uri, answer.status());
        } catch (IOException e) {
          Purpose purpose = new Purpose(registry, "v2/", "get an answer");
          last = no(RegistryFailures.unreachable(purpose, e));
        }
      }
    }
    return last;
  }

  static Finding finding(URI uri, int status) {
    String text = "GET " + uri + " is answered with " + status;
    return switch (status) {
      case 200 -> Finding.ok(text + ": open to everybody");
      case 401 -> Finding.ok(text + ": wants credentials");
      default -> Finding.note(text + ", which no registry should answer");
    };
  }

  private static Finding push(ImageOutput output) {
    try {
      output.check();
      return Finding.ok("a push to " + output.name() + " is allowed");
    } catch (RegistryFailure e) {
      return no(e);
    }
  }

  private static Finding no(RegistryFailure failure) {
    return Finding.no(
        failure.getMessage() + failure.hint().map(hint -> " (" + hint + ")").orElse(""));
  }
}
