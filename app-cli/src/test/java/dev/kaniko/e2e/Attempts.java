package dev.kaniko.e2e;

import dev.kaniko.e2e.builder.BuildRequest;
import dev.kaniko.e2e.builder.ImageBuilder;
import dev.kaniko.e2e.corpus.CorpusCase;
import dev.kaniko.e2e.difference.BuildWindow;
import dev.kaniko.e2e.image.ImageName;
import dev.kaniko.e2e.process.Outcome;
import dev.kaniko.e2e.world.SshAgent;
import dev.kaniko.e2e.world.TestWorld;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What builders made of the cases, each asked once for each. */
final class Attempts implements AutoCloseable {
  private record Key(String builder, String caseName) {}

  private final TestWorld world;
  private final AtomicReference<SshAgent> agent = new AtomicReference<>();
  private final Map<String, BuildRequest> prepared = new ConcurrentHashMap<>();
  private final Map<Key, Attempt> made = new ConcurrentHashMap<>(1024);

  /**
   * One case at a time for Docker: its engine would take a step that two builds have in common from
   * the one that was first, and files would be older than the build they are in.
   */
  private final Lock docker = new ReentrantLock();

  Attempts(TestWorld world) {
    this.world = world;
  }

  Attempt of(ImageBuilder builder, CorpusCase one) {
    return made.computeIfAbsent(
        new Key(builder.name(), one.name()), key -> attempt(builder, one, key));
  }

  private Attempt attempt(ImageBuilder builder, CorpusCase one, Key key) {
    BuildRequest request = prepared.computeIfAbsent(one.name(), _ -> prepare(one));
    ImageName name = world.registry().image(key.caseName(), key.builder());
    boolean isAlone = key.builder().equals("docker");
    if (isAlone) {
      docker.lock();
    }
    try {
      Instant start = Instant.now();
      Outcome outcome = builder.push(request, name);
      return new Attempt(name, outcome, BuildWindow.between(start, Instant.now()));
    } finally {
      if (isAlone) {
        docker.unlock();
      }
    }
  }

  private BuildRequest prepare(CorpusCase one) {
    BuildRequest request = one.prepare(world.newFolder(one.name()), world.registry().address());
    return one.needsAgent()
        ? request.withAgent(agent.updateAndGet(this::started).socket())
        : request;
  }

  /** Digests of all layers of all base images. */
  Set<String> baseLayers() {
    return world.baseLayers();
  }

  private SshAgent started(SshAgent known) {
    return known == null ? SshAgent.start(world.newFolder("agent")) : known;
  }

  @Override
  public void close() {
    SshAgent running = agent.get();
    if (running != null) {
      running.close();
    }
  }
}
