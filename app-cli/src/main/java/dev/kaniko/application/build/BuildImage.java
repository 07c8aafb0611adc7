package dev.kaniko.application.build;

import dev.kaniko.application.BuildPorts;
import dev.kaniko.application.BuildRequest;
import dev.kaniko.application.attestation.FetchedSources;
import dev.kaniko.application.attestation.ProvenanceFacts;
import dev.kaniko.application.cache.CacheExports;
import dev.kaniko.application.cache.Caching;
import dev.kaniko.application.plan.Unsupported;
import dev.kaniko.application.rehearsal.Rehearsal;
import dev.kaniko.domain.dockerfile.Dockerfile;
import dev.kaniko.domain.source.Problem;
import dev.kaniko.ports.failure.BuildFailure;
import dev.kaniko.ports.failure.UserMistakes;
import dev.kaniko.ports.registry.ImageDocuments.Described;
import dev.kaniko.ports.registry.ImageOutput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The use case: builds an image from a Dockerfile and hands it to the outputs. */
public final class BuildImage {
  private final BuildPorts ports;

  public BuildImage(BuildPorts ports) {
    this.ports = ports;
  }

  /**
   * @throws dev.kaniko.ports.failure.BuildFailure when the build cannot be done for every platform;
   *     no output bears the image's name then
   * @throws InterruptedException when the build was cancelled
   */
  public Described build(BuildRequest request) throws InterruptedException {
    Instant began = ports.clock().instant();
    List<PlatformPlan> plans =
        request.platforms().stream().map(platform -> PlatformPlan.of(request, platform)).toList();
    plans.getFirst().arguments().unused(request.dockerfile()).forEach(ports.listener()::warn);
    refuseWhatIsUnsupported(plans);
    OutputCheck check = OutputCheck.begin(ports.outputs(), exports());
    for (PlatformPlan plan : plans) {
      new Rehearsal(plan.request(), ports, plan.arguments(), plan.graph())
          .requireThatCommandsCanRun(plan.needed());
    }
    FetchedSources fetched = new FetchedSources();
    Optional<ProvenanceFacts> facts =
        request
            .attestations()
            .provenance()
            .map(it -> new ProvenanceFacts(request, it, ports.registry(), fetched, began));
    BuildPorts noting =
        facts.isEmpty()
            ? ports
            : ports.withSources(
                fetched.noting(ports.remoteFiles()), fetched.noting(ports.remoteTrees()));
    try (PlatformBuilds builds = new PlatformBuilds(noting, check, plans.size() > 1)) {
      try {
        return build(new FinishedImages(request, ports, facts), plans, builds);
      } catch (BuildFailure e) {
        if (!builds.failedForTheCache()) {
          throw e;
        }
        ports
            .listener()
            .warn(
                Problem.general("a cached layer cannot be used, all is built: " + e.getMessage()));
      }
    }
    BuildPorts uncached = noting.withNothingCached();
    try (PlatformBuilds builds = new PlatformBuilds(uncached, check, plans.size() > 1)) {
      return build(new FinishedImages(request, ports, facts), plans, builds);
    }
  }

  private Described build(FinishedImages finished, List<PlatformPlan> plans, PlatformBuilds builds)
      throws InterruptedException {
    CacheExports exports = exports();
    try {
      for (PlatformPlan plan : plans) {
        finished.add(plan, builds.build(plan));
        finished.replace(plan, image -> exports.within(image, builds.cachedSteps()));
      }
      Described made = finished.describe();
      for (ImageOutput output : ports.outputs()) {
        output.write(made);
      }
      builds.awaitCache();
      exports.write(finished.images(), builds.cachedSteps(), ports.listener());
      return made;
    } catch (BuildFailure e) {
      // What was made until then is of use to the next attempt.
      builds.awaitCache();
      throw e;
    }
  }

  private CacheExports exports() {
    return ports.caching().map(Caching::exports).orElse(CacheExports.NONE);
  }

  private void refuseWhatIsUnsupported(List<PlatformPlan> plans) {
    Dockerfile dockerfile = plans.getFirst().request().dockerfile();
    SortedMap<Integer, List<Problem>> problems = new TreeMap<>();
    for (PlatformPlan plan : plans) {
      plan.needed()
          .forEach(
              index ->
                  problems.put(
                      index,
                      Unsupported.in(
                          dockerfile.stages().get(index).instructions(),
                          ports.commands().obstacle())));
    }
    List<Problem> all = new ArrayList<>();
    problems.values().forEach(all::addAll);
    if (!all.isEmpty()) {
      throw new UserMistakes(all);
    }
  }
}
