package com.example.env;

import dev.kaniko.ports.context.ContextContent;
import dev.kaniko.ports.context.ContextNotAvailable;
import dev.kaniko.ports.context.ContextRequest;
import dev.kaniko.ports.context.ContextSource;
import java.io.IOException;
import java.nio.file.Files;
import org.pf4j.Extension;

@Extension
public final class EnvContextSource implements ContextSource {
  private static final String SCHEME = "env://";

  @Override
  public boolean serves(String location) {
    return location.startsWith(SCHEME);
  }

  @Override
  public ContextContent fetch(ContextRequest request) throws IOException, ContextNotAvailable {
    String name = request.location().substring(SCHEME.length());
    String dockerfile = request.environment().get(name);
    if (dockerfile == null) {
      throw new ContextNotAvailable(
          request.shownLocation() + ": there is no such variable", "set " + name);
    }
    Files.writeString(request.workDirectory().resolve("Dockerfile"), dockerfile);
    return new ContextContent.Directory(request.workDirectory());
  }
}
